import { addDays, describeInstant, instantOf, type Term, termOf, toDay } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import { findTemplate } from '../../template/index.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { insertCampaign, insertItems, listColleges } from './campaign.store.ts';
import { listPlanned, nameItem } from './describe-campaign.ts';
import { areHolidaysKnown, type ProposedItem, proposeCampaign } from './propose-campaign.ts';
import { readCoverage } from './read-coverage.ts';
import { campaignTexts as texts } from './texts.zh.ts';
import { listCoveredThemes } from './theme-coverage.ts';

/** Shows a leader what the rest of the term would bring; nothing is stored before 采用. */
export async function showProposal(
  context: CommandContext,
  dependencies: NoticeDependencies,
  collegeId: string,
): Promise<Reply> {
  const { now, db } = context;
  const { library, timeZone } = dependencies;
  const proposal = await propose(context, dependencies);
  if (proposal.groupCount === 0) return { text: texts.noGroups };
  if (proposal.items.length === 0) return { text: texts.nothingLeft };
  const listed = proposal.items.map((item) => ({ ...item, number: null, dueAt: dueAtOf(item, timeZone) }));
  const college = (await listColleges(db)).find((entry) => entry.collegeId === collegeId)?.name ?? '';
  return {
    title: texts.proposalTitle(proposal.term.title),
    text: [
      texts.proposalIntro(college, proposal.groupCount),
      ...listPlanned(library, listed, now, timeZone),
      ...(areHolidaysKnown(proposal.term) ? [] : [texts.holidaysUnknown]),
      texts.proposalNote,
    ].join('\n'),
    question: {
      options: [
        { key: 'accept', label: texts.accept, style: 'primary' },
        { key: 'cancel', label: texts.cancel },
      ],
      acceptsText: false,
      state: { ask: 'accept', collegeId },
    },
  };
}

/** 采用: stores the plan as it is proposed now, with the person as the one who stands for it. */
export async function acceptCampaign(
  context: CommandContext,
  dependencies: NoticeDependencies,
  collegeId: string,
): Promise<Reply> {
  const { db, now, ids, sender } = context;
  const { library, timeZone } = dependencies;
  const { items, term } = await propose(context, dependencies);
  const [first] = items;
  if (first === undefined) return { text: texts.nothingLeft };
  const campaignId = ids.uuid();
  const campaign = { campaignId, collegeId, term: term.name, staffId: sender.staff.staffId, acceptedAt: now };
  if (!(await insertCampaign(db, campaign))) return { text: texts.alreadyAccepted };
  // The weekly line is listed as one, so it takes the last numbers.
  const numbered = [
    ...items.filter(({ season }) => season !== 'weekly'),
    ...items.filter(({ season }) => season === 'weekly'),
  ];
  await insertItems(
    db,
    numbered.map(({ dueOn, at, ...item }, index) => ({
      ...item,
      itemId: ids.uuid(),
      campaignId,
      number: index + 1,
      dueAt: dueAtOf({ dueOn, at }, timeZone),
    })),
  );
  const when = `${describeInstant(dueAtOf(first, timeZone), now, timeZone)}：${nameItem(library, first)}`;
  return { text: texts.accepted(items.length, when) };
}

interface Proposal {
  readonly term: Term;
  readonly items: readonly ProposedItem[];
  readonly groupCount: number;
}

async function propose(context: CommandContext, { library, timeZone }: NoticeDependencies): Promise<Proposal> {
  const { db, now, sender } = context;
  const today = toDay(now, timeZone);
  const term = termOf(today);
  const { coverage, groupCount } = await readCoverage(db, sender.staff, 'college', { term, timeZone });
  const items = proposeCampaign({
    term,
    from: addDays(today, 1),
    covered: listCoveredThemes(coverage),
    hasText: (kind, topic) =>
      topic === null
        ? library.kinds.some((entry) => entry.kind === kind)
        : findTemplate(library, kind, topic)?.parts.group !== undefined,
  });
  return { term, items, groupCount };
}

function dueAtOf({ dueOn, at }: Pick<ProposedItem, 'dueOn' | 'at'>, timeZone: string): Date {
  return instantOf(dueOn, at, timeZone);
}

import { z } from 'zod';
import { describeInstant, termOf, toDay } from '../../calendar/index.ts';
import { type Answer, type CommandContext, type CommandSpec, type Reply, scopeOf } from '../../command/index.ts';
import type { CampaignRow } from '../../db/index.ts';
import { withdrawRuns } from '../approval/withdraw-runs.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { acceptCampaign, showProposal } from './accept-campaign.ts';
import { countWaiting, findCampaign, listColleges, listItems, lockCampaign, markStopped } from './campaign.store.ts';
import { listPlanned, nameItem } from './describe-campaign.ts';
import { editCampaign } from './edit-campaign.ts';
import { readCoverage } from './read-coverage.ts';
import { THEME_LABELS, campaignTexts as texts } from './texts.zh.ts';

const stateSchema = z.object({ ask: z.enum(['accept', 'stop']), collegeId: z.guid() });

/** 宣教计划: what a college tells its groups in a term; everybody may see it, a leader of the college decides. */
export function createCampaignCommand(dependencies: NoticeDependencies): CommandSpec {
  return {
    name: 'campaign',
    intents: ['campaign'],
    action: 'see_campaign',
    summary: texts.summary,
    examples: ['宣教计划', '计划3改到12月1日', '反诈覆盖'],
    run: (context) => runCampaign(context, dependencies),
    answer: (context, question, answer) =>
      answerCampaign(context, dependencies, stateSchema.parse(question.state), answer),
  };
}

async function runCampaign(context: CommandContext, dependencies: NoticeDependencies): Promise<Reply> {
  const { reading, sender } = context;
  const wanted = reading.campaign;
  if (wanted?.verb === 'coverage') return showCoverage(context, dependencies);
  const { collegeId } = sender.staff;
  if (collegeId === null || !mayManage(context)) return showOnly(context, dependencies, collegeId);
  const campaign = await findOwn(context, dependencies, collegeId);
  if (campaign?.status !== 'active') {
    return wanted === null || wanted.verb === 'show'
      ? showProposal(context, dependencies, collegeId)
      : { text: texts.notAcceptedYet };
  }
  if (wanted === null || wanted.verb === 'show') return showCampaign(context, dependencies, campaign);
  return wanted.verb === 'stop'
    ? askToStop(context, campaign, collegeId)
    : editCampaign(context, dependencies, campaign, wanted);
}

async function answerCampaign(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { ask, collegeId }: z.infer<typeof stateSchema>,
  { optionKey }: Answer,
): Promise<Reply> {
  // The person may have changed college or role since the question was asked.
  if (!mayManage(context) || context.sender.staff.collegeId !== collegeId) return { text: texts.leaderOnly };
  if (ask === 'accept') {
    return optionKey === 'accept' ? acceptCampaign(context, dependencies, collegeId) : { text: texts.notAccepted };
  }
  if (optionKey !== 'stop') return { text: texts.kept };
  const campaign = await findOwn(context, dependencies, collegeId);
  if (campaign !== undefined) {
    await lockCampaign(context.db, campaign.campaignId);
    await markStopped(context.db, campaign.campaignId, context.sender.staff.staffId, context.now);
    await withdrawRuns(context, { campaignId: campaign.campaignId });
  }
  return { text: texts.stopped };
}

function mayManage({ sender }: CommandContext): boolean {
  return scopeOf(sender.staff.role, 'manage_campaign') !== undefined;
}

function findOwn(
  { db, now }: CommandContext,
  { timeZone }: NoticeDependencies,
  collegeId: string,
): Promise<CampaignRow | undefined> {
  return findCampaign(db, collegeId, termOf(toDay(now, timeZone)).name);
}

async function nameCollege({ db }: CommandContext, collegeId: string): Promise<string> {
  return (await listColleges(db)).find((college) => college.collegeId === collegeId)?.name ?? '';
}

/** For those who do not decide: the plan of their college, or one line a college for the office of all. */
async function showOnly(
  context: CommandContext,
  dependencies: NoticeDependencies,
  collegeId: string | null,
): Promise<Reply> {
  const { reading, sender } = context;
  if (reading.campaign !== null && reading.campaign.verb !== 'show') return { text: texts.leaderOnly };
  if (scopeOf(sender.staff.role, 'see_campaign') === 'all') return showColleges(context, dependencies);
  if (collegeId === null) return { text: texts.noCollege };
  const campaign = await findOwn(context, dependencies, collegeId);
  if (campaign?.status !== 'active') return { text: texts.noneYet(await nameCollege(context, collegeId)) };
  return showCampaign(context, dependencies, campaign);
}

async function showCampaign(
  { db, now }: CommandContext,
  { library, timeZone }: NoticeDependencies,
  campaign: CampaignRow,
): Promise<Reply> {
  const items = await listItems(db, campaign.campaignId);
  const planned = items.filter(({ status }) => status === 'planned');
  const problems = items.filter(
    ({ status, season }) => (status === 'failed' || status === 'skipped') && season !== 'weekly',
  );
  const waiting = await countWaiting(db, campaign.campaignId);
  const done = items.filter(({ status }) => status === 'sent' || status === 'reminded');
  return {
    title: texts.title(termOf(toDay(now, timeZone)).title),
    text: [
      texts.doneLine(done.length - waiting, problems.length),
      ...(waiting > 0 ? [texts.waitingLine(waiting)] : []),
      ...problems.map((item) =>
        texts.problemLine(
          item.number,
          describeInstant(item.dueAt, now, timeZone),
          nameItem(library, item),
          item.status === 'failed' ? texts.problems.failed : texts.problems.skipped,
        ),
      ),
      ...listPlanned(library, planned, now, timeZone),
    ].join('\n'),
  };
}

async function showColleges(context: CommandContext, dependencies: NoticeDependencies): Promise<Reply> {
  const { db, now } = context;
  const { timeZone, library } = dependencies;
  const lines: string[] = [];
  for (const { collegeId, name } of await listColleges(db)) {
    const campaign = await findOwn(context, dependencies, collegeId);
    if (campaign === undefined) lines.push(texts.collegeLine(name, texts.collegeNone));
    else if (campaign.status === 'stopped') lines.push(texts.collegeLine(name, texts.collegeStopped));
    else {
      const planned = (await listItems(db, campaign.campaignId)).filter(({ status }) => status === 'planned');
      const [next] = planned;
      const state = next
        ? texts.collegeNext(planned.length, `${describeInstant(next.dueAt, now, timeZone)}：${nameItem(library, next)}`)
        : texts.collegeDone;
      lines.push(texts.collegeLine(name, state));
    }
  }
  return { title: texts.title(termOf(toDay(now, timeZone)).title), text: lines.join('\n') };
}

async function askToStop({ db }: CommandContext, campaign: CampaignRow, collegeId: string): Promise<Reply> {
  const planned = (await listItems(db, campaign.campaignId)).filter(({ status }) => status === 'planned');
  return {
    text: texts.confirmStop(planned.length),
    question: {
      options: [
        { key: 'stop', label: texts.stop, style: 'danger' },
        { key: 'cancel', label: texts.keep },
      ],
      acceptsText: false,
      state: { ask: 'stop', collegeId },
    },
  };
}

async function showCoverage({ db, now, sender }: CommandContext, { timeZone }: NoticeDependencies): Promise<Reply> {
  const scope = scopeOf(sender.staff.role, 'see_campaign') ?? 'own';
  const term = termOf(toDay(now, timeZone));
  const { coverage, groupCount, classesWithoutGroup } = await readCoverage(db, sender.staff, scope, { term, timeZone });
  const names = (groups: readonly { readonly name: string }[]): string[] => groups.map(({ name }) => name);
  const lines = coverage.flatMap(({ theme, reached, waiting, missing }) => [
    texts.coverageLine(THEME_LABELS[theme], reached.length, groupCount),
    ...(waiting.length > 0 ? [texts.coverageWaiting(names(waiting))] : []),
    ...(missing.length > 0 ? [texts.coverageMissing(names(missing))] : []),
  ]);
  return {
    title: texts.coverageTitle(term.title),
    text: [
      ...(groupCount === 0 ? [texts.coverageNoGroups] : lines),
      ...(classesWithoutGroup.length > 0 ? [texts.coverageNoGroup(classesWithoutGroup)] : []),
      ...(groupCount === 0 ? [] : [texts.coverageHow]),
    ].join('\n'),
  };
}

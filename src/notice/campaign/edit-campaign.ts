import { describeInstant, findTerm, instantOf, toDay, toTimeOfDay } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import type { CampaignItemRow, CampaignRow } from '../../db/index.ts';
import type { CampaignReading } from '../../language/index.ts';
import { findTemplate } from '../../template/index.ts';
import { findStaffMember } from '../audience/audience.store.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { insertItems, listItems, lockCampaign, takeOver, updateItem } from './campaign.store.ts';
import { EDITABLE } from './campaign-states.ts';
import { nameItem } from './describe-campaign.ts';
import { readCoverage } from './read-coverage.ts';
import { THEME_LABELS, campaignTexts as texts } from './texts.zh.ts';
import { listCoveredThemes } from './theme-coverage.ts';
import { THEMES, themeOf } from './themes.ts';

const ADDED_AT = '17:00';

/** 计划3改到…, 计划3换成…, 计划3不要了, 计划加一条 …: one change of a running campaign, by a leader of its college. */
export async function editCampaign(
  context: CommandContext,
  dependencies: NoticeDependencies,
  { campaignId }: CampaignRow,
  wanted: CampaignReading,
): Promise<Reply> {
  const { db, sender } = context;
  // A run that is under way ends first; then the item is what it became. What was read before the lock may be old.
  const campaign = await lockCampaign(db, campaignId);
  if (campaign?.status !== 'active') return { text: texts.stopped };
  const isOrphan = (await findStaffMember(db, campaign.staffId)) === undefined;
  if (isOrphan) await takeOver(db, campaign.campaignId, sender.staff.staffId);
  const before = JSON.stringify(await listItems(db, campaignId));
  const text = await applyEdit(context, dependencies, campaign, wanted);
  const warning = await warnOfMissingThemes(context, dependencies, campaign, before);
  return {
    text: [text, ...(warning === undefined ? [] : [warning]), ...(isOrphan ? [texts.takenOver] : [])].join('\n'),
  };
}

async function applyEdit(
  context: CommandContext,
  dependencies: NoticeDependencies,
  campaign: CampaignRow,
  wanted: CampaignReading,
): Promise<string> {
  if (wanted.verb === 'add') return addItem(context, dependencies, campaign, wanted);
  if (wanted.number === null) return texts.whichNumber;
  const items = await listItems(context.db, campaign.campaignId);
  const item = items.find(({ number, status }) => number === wanted.number && EDITABLE.includes(status));
  if (item === undefined) return texts.noSuchItem(wanted.number);
  switch (wanted.verb) {
    case 'move':
      return moveItem(context, dependencies, campaign, item, wanted.day);
    case 'replace':
      return replaceItem(context, dependencies, item, wanted.topic);
    default:
      await updateItem(context.db, { itemId: item.itemId, from: EDITABLE }, { status: 'dropped' });
      return texts.dropped(item.number, nameItem(dependencies.library, item));
  }
}

async function moveItem(
  { db, now }: CommandContext,
  { library, timeZone }: NoticeDependencies,
  campaign: CampaignRow,
  item: CampaignItemRow,
  day: string | null,
): Promise<string> {
  const dueAt = day === null ? null : instantOf(day, toTimeOfDay(item.dueAt, timeZone), timeZone);
  const problem = findDayProblem(campaign, day, dueAt, now);
  if (problem !== undefined || dueAt === null) return problem ?? texts.dayNeeded;
  await updateItem(
    db,
    { itemId: item.itemId, from: EDITABLE },
    { dueAt, status: 'planned', ranAt: null, errorCode: null },
  );
  return texts.moved(item.number, nameItem(library, item), describeInstant(dueAt, now, timeZone));
}

async function replaceItem(
  { db, now }: CommandContext,
  { library, timeZone }: NoticeDependencies,
  item: CampaignItemRow,
  topic: string | null,
): Promise<string> {
  if (topic === null || findTemplate(library, 'fraud', topic) === undefined) return texts.whatNeeded;
  if (item.kind !== 'fraud') return texts.onlyFraud;
  await updateItem(db, { itemId: item.itemId, from: EDITABLE }, { topic });
  const words = nameItem(library, { ...item, topic });
  return texts.replaced(item.number, words, describeInstant(item.dueAt, now, timeZone));
}

async function addItem(
  context: CommandContext,
  { library, timeZone }: NoticeDependencies,
  campaign: CampaignRow,
  { day, topic, isSpending }: CampaignReading,
): Promise<string> {
  const { db, now, ids } = context;
  const kind = topic === null ? 'spending' : 'fraud';
  if (topic === null && !isSpending) return texts.whatNeeded;
  if (findTemplate(library, kind, topic ?? undefined) === undefined) return texts.whatNeeded;
  const dueAt = day === null ? null : instantOf(day, ADDED_AT, timeZone);
  const problem = findDayProblem(campaign, day, dueAt, now);
  if (problem !== undefined || dueAt === null) return problem ?? texts.dayNeeded;
  const items = await listItems(db, campaign.campaignId);
  const number = Math.max(0, ...items.map((item) => item.number)) + 1;
  const item = { action: 'send', kind, topic, season: 'own', about: null } as const;
  await insertItems(db, [{ ...item, itemId: ids.uuid(), campaignId: campaign.campaignId, number, dueAt }]);
  return texts.added(number, nameItem(library, item), describeInstant(dueAt, now, timeZone));
}

function findDayProblem(campaign: CampaignRow, day: string | null, dueAt: Date | null, now: Date): string | undefined {
  if (day === null || dueAt === null) return texts.dayNeeded;
  if (dueAt <= now) return texts.dayPast;
  const term = findTerm(campaign.term);
  if (term !== undefined && day >= term.startsOn && day <= term.endsOn) return undefined;
  // 11月1日 said on 22 November is read as next year's; who says it means the one that is over.
  const lastYears = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return term !== undefined && lastYears >= term.startsOn && lastYears <= term.endsOn
    ? texts.dayPast
    : texts.dayOutside;
}

/** The rule wants all three told to every group each term, so a plan that no longer does is pointed out. */
async function warnOfMissingThemes(
  { db, now, sender }: CommandContext,
  { timeZone }: NoticeDependencies,
  campaign: CampaignRow,
  before: string,
): Promise<string | undefined> {
  const term = findTerm(campaign.term);
  if (term === undefined || toDay(now, timeZone) > term.endsOn) return undefined;
  const { coverage } = await readCoverage(db, sender.staff, 'college', { term, timeZone });
  const covered = listCoveredThemes(coverage);
  const items = await listItems(db, campaign.campaignId);
  if (JSON.stringify(items) === before) return undefined;
  const planned = new Set(
    items.flatMap(({ kind, topic, status }) =>
      status === 'planned' && kind === 'fraud' && topic !== null ? [themeOf(topic)] : [],
    ),
  );
  const missing = THEMES.filter((theme) => !covered.has(theme) && !planned.has(theme));
  return missing.length === 0 ? undefined : texts.themeMissing(missing.map((theme) => THEME_LABELS[theme]));
}

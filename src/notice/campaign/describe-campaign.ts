import { describeInstant } from '../../calendar/index.ts';
import type { CampaignItemRow } from '../../db/index.ts';
import { findTemplate, type TemplateLibrary } from '../../template/index.ts';
import { SEASONS, type Season } from './propose-campaign.ts';
import { SEASON_LABELS, campaignTexts as texts } from './texts.zh.ts';

/** Items that are listed one by one; more of them nobody reads on a phone. */
const MAX_LINES = 14;

/** What an item tells, as people call it: 反诈·刷单返利, 提醒写：放假通知（…). */
export function nameItem(
  library: TemplateLibrary,
  { kind, topic, action, about }: Pick<CampaignItemRow, 'kind' | 'topic' | 'action' | 'about'>,
): string {
  const template = findTemplate(library, kind, topic ?? undefined);
  const title = template?.title ?? library.kinds.find((entry) => entry.kind === kind)?.title ?? kind;
  const [first, last] = about?.split('/') ?? [];
  const words = first && last ? texts.holidayAbout(first, last) : topic === null ? title : texts.fraudWords(title);
  return action === 'remind' ? texts.remindWords(words) : words;
}

/** The words for a stored season. */
function nameSeason(season: string): string {
  const known = SEASONS.find((entry): entry is Season => entry === season);
  return known === undefined ? season : SEASON_LABELS[known];
}

export type ListedItem = Pick<CampaignItemRow, 'kind' | 'topic' | 'action' | 'about' | 'season' | 'dueAt'> & {
  /** Null in a proposal, which is not stored. */
  readonly number: number | null;
};

/** The items that lie ahead, one a line; the weekly ones are folded into one. */
export function listPlanned(
  library: TemplateLibrary,
  items: readonly ListedItem[],
  now: Date,
  timeZone: string,
): readonly string[] {
  const when = (at: Date): string => describeInstant(at, now, timeZone);
  const weekly = items.filter(({ season }) => season === 'weekly');
  const others = items.filter(({ season }) => season !== 'weekly');
  const lines = others.slice(0, MAX_LINES).map((item) => {
    const words = nameItem(library, item);
    const season = nameSeason(item.season);
    return item.number === null
      ? texts.proposedLine(when(item.dueAt), words, season)
      : texts.line(item.number, when(item.dueAt), words, season);
  });
  const more = others.length - MAX_LINES;
  const [first, last] = [weekly[0], weekly.at(-1)];
  const numbers =
    first && last && first.number !== null && last.number !== null
      ? texts.weeklyNumbers(first.number, last.number)
      : '';
  return [
    ...lines,
    ...(more > 0 ? [texts.moreLines(more)] : []),
    ...(first && last ? [texts.weeklyLine(numbers, when(first.dueAt), when(last.dueAt), weekly.length)] : []),
  ];
}

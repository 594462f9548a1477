import { instantOf, termOf, toDay } from '../../calendar/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { TemplateLibrary } from '../../template/index.ts';
import { listTopicHistory, type TopicRow } from '../notice.store.ts';
import type { NoticeContent } from './content.ts';
import type { Audience } from './plan-notice.ts';
import { chooseTopics, type TopicHistory } from './rotation.ts';

/** When the chosen topic was sent to some of the targets this term. */
export interface EarlierTopic {
  readonly lastAt: Date;
  readonly targetCount: number;
}

export interface TopicChoice {
  readonly content: NoticeContent;
  /** By rotation, or as the sender said. */
  readonly isByRotation: boolean;
  readonly earlier: EarlierTopic | undefined;
}

/**
 * Gives the content its topic: the one that was asked for, else the next by rotation for each target of the audience, so that
 * none is repeated while another has not been sent to that target this term.
 */
export async function turnTopics(
  db: Queryable,
  content: NoticeContent,
  audience: Audience,
  facts: { readonly library: TemplateLibrary; readonly now: Date; readonly timeZone: string },
): Promise<TopicChoice> {
  const topics = listTopics(facts.library, content.kind);
  if (topics.length === 0) return { content, isByRotation: false, earlier: undefined };
  const keys = [
    ...audience.groups.map(({ group }) => `group:${group.groupId}`),
    ...audience.families.map(({ family }) => `student:${family.studentId}`),
  ];
  const from = instantOf(termOf(toDay(facts.now, facts.timeZone)).startsOn, '00:00', facts.timeZone);
  const rows = await listTopicHistory(db, content.kind, keys, from);
  if (content.topic !== null) return { content, isByRotation: false, earlier: findEarlier(rows, () => content.topic) };

  const chosen = chooseTopics(topics, keys, toHistories(rows));
  const different = [...new Set(chosen.values())];
  const earlier = findEarlier(rows, (targetKey) => chosen.get(targetKey) ?? null);
  const { recipients } = content;
  if (different.length <= 1 || recipients.kind === 'family') {
    return { content: { ...content, topic: different[0] ?? topics[0] ?? null }, isByRotation: true, earlier };
  }
  return {
    content: { ...content, recipients: { ...recipients, topicByTarget: Object.fromEntries(chosen) } },
    isByRotation: true,
    earlier,
  };
}

function listTopics(library: TemplateLibrary, kind: string): string[] {
  const templates = library.kinds.find((entry) => entry.kind === kind)?.templates ?? [];
  return templates.flatMap(({ topic }) => topic ?? []);
}

function toHistories(rows: readonly TopicRow[]): Map<string, TopicHistory> {
  const byTarget = new Map<string, Map<string, number>>();
  for (const { targetKey, topic, times } of rows) {
    const known = byTarget.get(targetKey) ?? new Map<string, number>();
    byTarget.set(targetKey, known.set(topic, times));
  }
  return new Map([...byTarget].map(([key, timesSent]) => [key, { timesSent }]));
}

function findEarlier(
  rows: readonly TopicRow[],
  topicOf: (targetKey: string) => string | null,
): EarlierTopic | undefined {
  const same = rows.filter(({ targetKey, topic }) => topic === topicOf(targetKey));
  if (same.length === 0) return undefined;
  return { lastAt: new Date(Math.max(...same.map(({ lastAt }) => lastAt.getTime()))), targetCount: same.length };
}

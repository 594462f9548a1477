import { judgeDraft, loadDrafts } from '../test/guard/drafts.ts';

const SPEED_SECONDS = 3;
/** "Short texts" of the goal: what one reads on a phone without scrolling. */
const SHORT_CHARACTERS = 120;

function print(name: string, value: number, unit: string, goal: string): void {
  console.log(JSON.stringify({ name, value: Math.round(value * 100) / 100, unit, goal }));
}

interface Count {
  readonly hits: number;
  readonly all: number;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string, isHit: (item: T) => boolean): Map<string, Count> {
  const counts = new Map<string, Count>();
  for (const item of items) {
    for (const key of [keyOf(item), 'in total']) {
      const { hits, all } = counts.get(key) ?? { hits: 0, all: 0 };
      counts.set(key, { hits: hits + (isHit(item) ? 1 : 0), all: all + 1 });
    }
  }
  return counts;
}

function measureAccuracy(): void {
  const drafts = loadDrafts();
  const bad = drafts.filter(({ expected }) => expected !== 'pass');
  const good = drafts.filter(({ expected }) => expected === 'pass');
  const isStopped = (draft: (typeof drafts)[number]): boolean => judgeDraft(draft).decision !== 'pass';
  for (const [rule, { hits, all }] of countBy(bad, ({ rule }) => rule, isStopped))
    print(`guard: bad drafts caught, ${rule} (${all})`, (100 * hits) / all, '%', '>= 98');
  for (const [likeness, { hits, all }] of countBy(good, ({ rule }) => rule, isStopped))
    print(`guard: good drafts stopped, ${likeness} (${all})`, (100 * hits) / all, '%', '<= 3');
}

function measureSpeed(): void {
  const drafts = loadDrafts().filter(({ text }) => text.length <= SHORT_CHARACTERS);
  for (const draft of drafts) judgeDraft(draft);
  const started = performance.now();
  const usedBefore = process.cpuUsage();
  let judged = 0;
  while (performance.now() - started < SPEED_SECONDS * 1_000) {
    for (const draft of drafts) judgeDraft(draft);
    judged += drafts.length;
  }
  const used = process.cpuUsage(usedBefore);
  print('guard: short drafts a CPU second', (judged * 1_000_000) / (used.user + used.system), 'drafts/s', 'reported');
  print('guard: short drafts a second', (judged * 1_000) / (performance.now() - started), 'drafts/s', '>= 2000');
}

/** How much of what is bad is caught, how much of what is good is stopped, by rule and in total; and the speed. */
export async function run(): Promise<void> {
  measureAccuracy();
  measureSpeed();
}

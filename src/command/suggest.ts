import type { CommandSpec } from './command.ts';

/** Two texts with nothing in common have 0, equal ones 1: shares of pairs of neighbouring characters (Dice). */
export function similarity(left: string, right: string): number {
  const [a, b] = [pairsOf(left), pairsOf(right)];
  if (a.size === 0 || b.size === 0) return 0;
  let common = 0;
  for (const pair of a) if (b.has(pair)) common += 1;
  return (2 * common) / (a.size + b.size);
}

function pairsOf(text: string): Set<string> {
  const characters = [...text.replace(/[\s\p{P}]/gu, '').toLowerCase()];
  const pairs = new Set<string>(characters.length === 1 ? characters : []);
  for (let i = 1; i < characters.length; i += 1) pairs.add(`${characters[i - 1]}${characters[i]}`);
  return pairs;
}

/** The command whose examples or summary resemble the line most; undefined when none does at all. */
export function findNearest(line: string, specs: readonly CommandSpec[]): CommandSpec | undefined {
  let best: { spec: CommandSpec; score: number } | undefined;
  for (const spec of specs) {
    if (spec.summary === null || spec.examples.length === 0) continue;
    const score = Math.max(...[spec.summary, ...spec.examples].map((text) => similarity(line, text)));
    if (score > (best?.score ?? 0)) best = { spec, score };
  }
  return best?.spec;
}

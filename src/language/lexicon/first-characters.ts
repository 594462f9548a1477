/** What a part of a pattern may begin with; undefined when that is not known. */
type Heads = ReadonlySet<string> | undefined;

const LOOKAROUND = /^\(\?(?:<?[=!])/;
const OPTIONAL = /^(?:[?*]|\{0,\d*\})/;
const QUANTIFIER = /^(?:[?*+]|\{\d+(?:,\d*)?\})\??/;
const PLAIN_CLASS = /^[^\\^-]*$/;

/** Where the bracket that opens at `start` is closed. */
function endOfGroup(source: string, start: number): number {
  let depth = 0;
  for (let index = start; index < source.length; index += 1) {
    const sign = source[index];
    if (sign === '\\') index += 1;
    else if (sign === '[') index = source.indexOf(']', index);
    else if (sign === '(') depth += 1;
    else if (sign === ')' && --depth === 0) return index + 1;
  }
  return source.length;
}

/** The parts of a pattern between its outermost `|`. */
function alternativesOf(source: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let index = 0; index < source.length; index += 1) {
    const sign = source[index];
    if (sign === '\\') index += 1;
    else if (sign === '[') index = source.indexOf(']', index);
    else if (sign === '(') index = endOfGroup(source, index) - 1;
    else if (sign === '|') {
      parts.push(source.slice(from, index));
      from = index + 1;
    }
  }
  return [...parts, source.slice(from)];
}

function headsOfItem(item: string): Heads {
  if (item.startsWith('(')) return headsOf(item.replace(/^\((?:\?:)?/, '').slice(0, -1));
  if (!item.startsWith('[')) return /^[\\.^$?]/.test(item) ? undefined : new Set(item);
  const members = item.slice(1, -1).replace('\\d', '0123456789');
  return PLAIN_CLASS.test(members) ? new Set(members) : undefined;
}

function headsOfAlternative(source: string): Heads {
  const heads = new Set<string>();
  let rest = source;
  while (rest !== '') {
    const length = rest[0] === '(' ? endOfGroup(rest, 0) : rest[0] === '[' ? rest.indexOf(']') + 1 : 1;
    const item = rest.slice(0, length);
    rest = rest.slice(length);
    if (LOOKAROUND.test(item)) continue;
    const own = headsOfItem(item);
    if (own === undefined) return undefined;
    for (const head of own) heads.add(head);
    if (!OPTIONAL.test(rest)) return heads;
    rest = rest.replace(QUANTIFIER, '');
  }
  // Everything in it is optional: it may begin with whatever follows.
  return undefined;
}

/**
 * The characters with which a match of the pattern (without flags) begins; undefined when it may begin with any. A text
 * that holds none of them need not be searched, and a large table of patterns is mostly such.
 */
export function headsOf(source: string): Heads {
  const all = new Set<string>();
  for (const alternative of alternativesOf(source)) {
    const heads = headsOfAlternative(alternative);
    if (heads === undefined) return undefined;
    for (const head of heads) all.add(head);
  }
  return all;
}

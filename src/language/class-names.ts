import { unifyCharacters } from './normalise.ts';
import { parseNumber } from './numbers.ts';

interface ClassParts {
  readonly year: string;
  readonly major: string;
  readonly number: number;
}

const CHINESE = [
  '',
  '一',
  '二',
  '三',
  '四',
  '五',
  '六',
  '七',
  '八',
  '九',
  '十',
  '十一',
  '十二',
  '十三',
  '十四',
  '十五',
];

/** Year of entry, major and number of a class name in any of the usual shapes; undefined for a free name. */
function parseClassName(className: string): ClassParts | undefined {
  const name = unifyCharacters(className).replace(/\s/g, '');
  const yearFirst = /^(?:20)?(\d{2})级?([^\d]{1,20}?)[(（]?(\d{1,2}|[一二三四五六七八九十]{1,2})[)）]?班?$/.exec(name);
  if (yearFirst) return parts(yearFirst[1], yearFirst[2], yearFirst[3]);
  const majorFirst = /^([^\d]{1,20}?)(?:20)?(\d{2})[-级]?0?(\d{1,2})班?$/.exec(name);
  if (majorFirst) return parts(majorFirst[2], majorFirst[1], majorFirst[3]);
  return undefined;
}

function parts(year = '', major = '', number = ''): ClassParts | undefined {
  const value = parseNumber(number);
  return Number.isNaN(value) || value < 1 ? undefined : { year, major: major.replace(/级$/, ''), number: value };
}

/**
 * The ways people name a class. `sure` names it alone, `loose` (旅3, 三班) only within the sender's own few classes.
 */
export function classAliases(className: string): {
  readonly sure: readonly string[];
  readonly loose: readonly string[];
} {
  const name = unifyCharacters(className).replace(/\s/g, '');
  const sure = new Set([name, name.replace(/班$/, '')].filter((alias) => alias.length >= 3));
  const loose = new Set<string>();
  const read = parseClassName(className);
  if (!read) return { sure: [...sure], loose: [] };
  const { year, major, number } = read;
  const numbers = [String(number), CHINESE[number] ?? String(number)];
  const padded = String(number).padStart(2, '0');
  for (const prefix of [year, `${year}级`, `20${year}级`, `20${year}`]) {
    for (const form of numbers) {
      sure.add(`${prefix}${major}${form}班`);
      sure.add(`${prefix}${major}(${form})班`);
      loose.add(`${prefix}级${form}班`.replace('级级', '级'));
    }
    sure.add(`${prefix}${major}${number}`);
  }
  for (const tail of [
    `${year}${padded}`,
    `${year}${padded}班`,
    `${year}-${number}`,
    `${year}${number}班`,
    `${year}级${number}班`,
  ])
    sure.add(`${major}${tail}`);
  for (const form of numbers) {
    loose.add(`${major}${form}班`);
    loose.add(`${form}班`);
    if (major[0]) loose.add(`${major[0]}${form}班`);
  }
  if (major[0]) loose.add(`${major[0]}${number}`);
  loose.add(`${major}${number}`);
  loose.add(`${year}${padded}班`);
  for (const alias of sure) loose.delete(alias);
  return { sure: [...sure], loose: [...loose] };
}

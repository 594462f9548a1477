import { describe, expect, test } from 'vitest';
import { loadLines } from '../../test/lines/check.ts';
import { headsOf } from './lexicon/first-characters.ts';
import { searchTable } from './lexicon/pattern-table.ts';

describe('headsOf', () => {
  test.each([
    ['挂科|补考', '挂补'],
    ['(?:没|未)(?:过|及格)', '没未'],
    ['(?:又|也)?(?:没|未)?来', '又也没未来'],
    ['[一二\\d]+门', '一二0123456789'],
    ['(?<![一双])对象(?!国)', '对'],
    ['(?<=课)(?:听)?不懂', '听不'],
    ['家里(?:(?!人)说|面){0,2}|老家', '家老'],
  ])('%s begins with one of %s', (source, heads) => {
    expect([...(headsOf(source) ?? [])].sort().join('')).toBe([...heads].sort().join(''));
  });
  test.each(['^记', '[^，]课', '.课', '\\d门', '(?:没)?', '[a-z]号'])('%s may begin with anything', (source) => {
    expect(headsOf(source)).toBeUndefined();
  });
});

test('a table finds in every annotated line what its patterns find one by one', () => {
  const patterns = [/挂(?:了|科)/, /(?:没|未)?(?:交|缴)(?!通)/, /(?<=妈|爸)说/, /[一两\d]{1,2}[门次]/, /[^，]课$/];
  const search = searchTable(patterns.map((pattern) => [pattern.source, pattern] as const));
  for (const { line } of loadLines())
    expect(search(line).map(({ key }) => key)).toEqual(
      patterns.filter((pattern) => pattern.test(line)).map(({ source }) => source),
    );
});

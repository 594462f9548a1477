import { expect, test } from 'vitest';
import { fc } from '../../test/support/property.ts';
import { readFuture, readLength, readTime } from './time.ts';

const now = new Date('2026-10-21T15:00:00+08:00');
const context = { now, term: { startsOn: '2026-08-31', endsOn: '2027-01-17' } };

test.each([
  ['昨晚8点多', '2026-10-20T20:00', 'hour'],
  ['上周三', '2026-10-14T12:00', 'day'],
  ['9.18', '2026-09-18T12:00', 'day'],
  ['9/18下午', '2026-09-18T15:00', 'part_of_day'],
  ['国庆前一天', '2026-09-30T12:00', 'day'],
  ['国庆前', '2026-09-30T12:00', 'day'],
  ['开学第一周', '2026-08-31T12:00', 'day'],
  ['军训那会儿', '2026-09-07T12:00', 'day'],
  ['前天中午', '2026-10-19T12:00', 'part_of_day'],
  ['今早', '2026-10-21T08:00', 'part_of_day'],
  ['今天', '2026-10-21T12:00', 'day'],
  ['三点半', '2026-10-20T15:30', 'minute'],
  ['两点半', '2026-10-21T14:30', 'minute'],
  ['下午', '2026-10-21T15:00', 'part_of_day'],
  ['刚刚', '2026-10-21T15:00', 'minute'],
  ['半小时前', '2026-10-21T14:30', 'hour'],
  ['12月1日', '2025-12-01T12:00', 'day'],
  ['2月29日', '2024-02-29T12:00', 'day'],
] as const)('%s is %s', (words, wanted, precision) => {
  const read = readTime(`${words}给家长打了电话`, context);
  expect(read.at.toISOString()).toBe(new Date(`${wanted}:00+08:00`).toISOString());
  expect(read.precision).toBe(precision);
});

test.each(['2月30日', '9月31号', '13月1日', '2027年3月1日'])('%s is asked about', (words) => {
  expect(readTime(`${words}给家长打了电话`, context).impossible).toBe(words);
});

test.each(['孩子上周三旷课', '从9月开始缺课', '绩点3.2', '考了6.5分', '一点意见'])(
  '%s names no time of the talk',
  (words) => {
    expect(readTime(words, context).words).toBe('');
  },
);

test.each([
  ['明天下午三点回访', '2026-10-22T15:00'],
  ['后天提醒我', '2026-10-23T09:00'],
  ['下周一', '2026-10-26T09:00'],
  ['周五下午', '2026-10-23T15:00'],
  ['半小时后', '2026-10-21T15:30'],
])('%s lies ahead at %s', (words, wanted) => {
  expect(readFuture(words, context)?.at.toISOString()).toBe(new Date(`${wanted}:00+08:00`).toISOString());
});

test.each([
  ['聊了二十来分钟', 20],
  ['半小时', 30],
  ['一个半小时', 90],
  ['打了一个多小时', 60],
  ['一刻钟', 15],
  ['迟到20分钟', null],
  ['10分钟前', null],
])('%s lasts %s minutes', (words, wanted) => {
  expect(readLength(words)).toBe(wanted);
});

test('no words at any instant lead to a time after it', () => {
  const words = [
    '昨晚8点',
    '今天',
    '下午',
    '晚上',
    '三点半',
    '周五',
    '9.18',
    '上周日',
    '国庆',
    '开学第三周',
    '18号',
    '中秋',
    '前天半夜',
    '凌晨两点',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...words),
      fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }),
      (said, at) => {
        expect(readTime(said, { now: at }).at.getTime()).toBeLessThanOrEqual(at.getTime());
      },
    ),
  );
});

import { expect, test } from 'vitest';
import { fc } from '../../../test/support/property.ts';
import { instantOf, isWorkday, toDay, toTimeOfDay } from '../../calendar/index.ts';
import { settleDue, whatOf } from './task.ts';

const SHANGHAI = 'Asia/Shanghai';
const now = new Date('2026-10-14T10:00:00+08:00');
const at = (day: string, hour: string): Date => instantOf(day, hour);

test.each<[string, Date, string, string | undefined]>([
  ['a day: 09:00', at('2026-10-16', '09:00'), '后天', '2026-10-16 09:00'],
  ['a Saturday without an hour: Monday', at('2026-10-17', '09:00'), '周六', '2026-10-19 09:00'],
  ['a Saturday with an hour stays', at('2026-10-17', '15:00'), '周六下午三点', '2026-10-17 15:00'],
  ['a Saturday at nine, said, stays', at('2026-10-17', '09:00'), '周六早上九点', '2026-10-17 09:00'],
  ['six in the morning, said, stays', at('2026-10-15', '06:00'), '明早六点', '2026-10-15 06:00'],
  ['today after nine: this afternoon', at('2026-10-14', '09:00'), '今天', '2026-10-14 17:00'],
  ['an hour that is over', at('2026-10-14', '08:00'), '早上八点', undefined],
  ['a day that is over', at('2026-10-13', '09:00'), '昨天', undefined],
  ['a year whose holidays are not known: by weekends', at('2027-01-02', '09:00'), '1月2日', '2027-01-04 09:00'],
])('%s', (_name, said, words, expected) => {
  const due = settleDue(said, words, { now, timeZone: SHANGHAI });
  expect(due && `${toDay(due.dueAt)} ${toTimeOfDay(due.dueAt)}`).toBe(expected);
});

test('a holiday without an hour moves behind it; the move and an unknown year are said', () => {
  expect(
    settleDue(at('2026-10-01', '09:00'), '国庆', { now: new Date('2026-09-28T10:00:00+08:00'), timeZone: SHANGHAI }),
  ).toEqual({
    dueAt: at('2026-10-08', '09:00'),
    isHourNamed: false,
    movedFrom: '2026-10-01',
    unknownHolidaysOn: null,
  });
  expect(settleDue(at('2027-03-01', '09:00'), '明年3月1日', { now, timeZone: SHANGHAI })?.unknownHolidaysOn).toBe(
    '2027-03-01',
  );
});

test('without an hour a reminder lies ahead, by day, on a day that is worked', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 86_399 }), (days, seconds) => {
      const present = new Date(at('2026-10-14', '00:00').getTime() + seconds * 1000);
      const said = new Date(at('2026-10-14', '09:00').getTime() + days * 86_400_000);
      const due = settleDue(said, '', { now: present, timeZone: SHANGHAI });
      expect(due).toBeDefined();
      if (!due) return;
      expect(due.dueAt.getTime()).toBeGreaterThan(present.getTime());
      expect(isWorkday(toDay(due.dueAt))).toBe(true);
      expect(['09:00', '17:00']).toContain(toTimeOfDay(due.dueAt));
    }),
  );
});

test.each([
  ['后天提醒我再打给王五爸', '再打给王五爸'],
  ['明天休息 后天提醒我再打给王五爸', '再打给王五爸'],
  ['明天下午三点回访张三家', '回访张三家'],
  ['提醒我周五给李四妈打电话', '给李四妈打电话'],
  ['周五上午10点提醒我给李四妈回电', '给李四妈回电'],
  ['10分钟后提醒我打给张三家', '打给张三家'],
  ['记得明天给张三家打电话', '给张三家打电话'],
  ['提醒我交报表', '交报表'],
  ['10月18日下午3:30提醒我交报表', '交报表'],
  ['周五再打一次', '再打一次'],
  ['张三家再打一次，明天提醒我', '张三家再打一次'],
])('%s is about %s', (line, what) => {
  expect(whatOf(line)).toBe(what);
});

import { expect, test } from 'vitest';
import { buildRosterIndex } from './roster-index.ts';
import { findSendTime, readSendTime } from './send-time.ts';
import { understandLine } from './understand.ts';

/** Sunday, 22 November 2026, 10:00 in Shanghai. */
const NOW = new Date('2026-11-22T10:00:00+08:00');
const context = { now: NOW };

test.each([
  ['明早八点半发给家长群：天气转凉，请添衣', '2026-11-23T08:30', '发给家长群：天气转凉，请添衣'],
  ['12月1日上午9点给家长群发：天气转凉', '2026-12-01T09:00', '给家长群发：天气转凉'],
  ['明天上午九点给家长群发反诈 刷单的', '2026-11-23T09:00', '给家长群发反诈 刷单的'],
  ['3月5日下午5点给张三家长发：孩子进步很大', '2027-03-05T17:00', '给张三家长发：孩子进步很大'],
  ['明天8：30给家长群发：天气转凉', '2026-11-23T08:30', '给家长群发：天气转凉'],
  ['给家长群明早八点半发：天气转凉', '2026-11-23T08:30', '给家长群发：天气转凉'],
  ['给张三家长3月5日下午5点发：进步很大', '2027-03-05T17:00', '给张三家长发：进步很大'],
  ['今晚7点给家长群发：天气转凉', '2026-11-22T19:00', '给家长群发：天气转凉'],
  ['下午3点，给家长群发：天气转凉', '2026-11-22T15:00', '给家长群发：天气转凉'],
  ['周五给家长群发：天气转凉', '2026-11-27T09:00', '给家长群发：天气转凉'],
  ['半小时后给家长群发：天气转凉', '2026-11-22T10:30', '给家长群发：天气转凉'],
])('%s', (line, at, rest) => {
  const found = findSendTime(line, context);
  expect(found?.sendTime).toMatchObject({ at: new Date(`${at}:00+08:00`), problem: null });
  expect(found?.rest).toBe(rest);
});

test.each([
  // The times of the notice itself.
  '给家长群发：明天上午九点开家长会',
  '给家长群发明天上午九点开家长会的通知：请准时',
  '通知家长明天上午九点的家长会：请准时参加',
  '给张三家长发家访预约 明天下午三点',
  '给家长群发：会议12月1日上午9点发布，请留意',
  '今天给家长群发：天气转凉',
  '给家长群发：天气转凉',
  '反诈发一条 刷单的',
])('%s: goes out at once', (line) => {
  expect(findSendTime(line, context)).toBeUndefined();
});

test.each([
  ['今天早上8点给家长群发：天气转凉', 'past'],
  ['11月20日上午9点给家长群发：天气转凉', 'past'],
  ['2月30日上午9点给家长群发：天气转凉', 'no_such_time'],
  ['明天25点给家长群发：天气转凉', 'no_such_time'],
] as const)('%s: %s', (line, problem) => {
  expect(findSendTime(line, context)?.sendTime.problem).toBe(problem);
});

test('the whole reading keeps the line, its words for the family and the time', () => {
  const roster = buildRosterIndex([], ['软件2301']);
  const line = '明早八点半发给家长群：天气转凉，明天上午九点开家长会';
  const reading = understandLine(line, { roster, now: NOW });
  expect(reading).toMatchObject({ line, intent: 'notice', notice: { text: '天气转凉，明天上午九点开家长会' } });
  expect(reading.notice?.sendTime?.at).toEqual(new Date('2026-11-23T08:30:00+08:00'));
});

test('a college in another zone means its own clock', () => {
  const roster = buildRosterIndex([], ['软件2301']);
  const reading = understandLine('明早八点半发给家长群：天气转凉', { roster, now: NOW, timeZone: 'Asia/Urumqi' });
  expect(reading.notice?.sendTime?.at).toEqual(new Date('2026-11-23T08:30:00+06:00'));
});

test.each([
  ['后天上午九点', '2026-11-24T09:00'],
  ['晚上8点发', '2026-11-22T20:00'],
])('%s as an answer', (words, at) => {
  expect(readSendTime(words, context)?.at).toEqual(new Date(`${at}:00+08:00`));
});

test.each(['一等奖', '天气转凉，明天九点开会', '改天'])('%s is no time', (words) => {
  expect(readSendTime(words, context)).toBeUndefined();
});

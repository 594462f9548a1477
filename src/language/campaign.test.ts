import { describe, expect, test } from 'vitest';
import { readCampaign } from './campaign.ts';

const CONTEXT = { now: new Date('2026-11-22T10:00:00+08:00') };

describe('readCampaign', () => {
  test.each([
    ['宣教计划', { verb: 'show' }],
    ['看看本学期的反诈计划', { verb: 'show' }],
    ['制定一个宣教计划', { verb: 'show' }],
    ['停止宣教计划', { verb: 'stop' }],
    ['宣教计划不要了', { verb: 'stop' }],
    ['计划3改到12月1日', { verb: 'move', number: 3, day: '2026-12-01' }],
    ['把计划十二推迟到下周三', { verb: 'move', number: 12, day: '2026-11-25' }],
    ['计划3改到2月30日', { verb: 'replace', number: 3, day: null }],
    ['计划3不要了', { verb: 'drop', number: 3 }],
    ['计划3换成裸贷', { verb: 'replace', number: 3, topic: 'nude_loan' }],
    ['计划加一条 12月8日 裸贷', { verb: 'add', day: '2026-12-08', topic: 'nude_loan' }],
    ['计划再加一条 12月8日 消费提醒', { verb: 'add', day: '2026-12-08', topic: null, isSpending: true }],
    ['反诈覆盖', { verb: 'coverage' }],
    ['哪些群还没发过裸贷', { verb: 'coverage' }],
  ])('%s', (line, expected) => {
    expect(readCampaign(line, CONTEXT)).toMatchObject(expected);
  });

  test.each(['他计划3月考研', '反诈发一条', '计划生育', '查看定时', '每周五下午5点给各班家长群发反诈', '家访计划', ''])(
    '%s is about something else',
    (line) => {
      expect(readCampaign(line, CONTEXT)).toBeNull();
    },
  );
});

import { expect, test } from 'vitest';
import { readSchedule } from './schedule.ts';

test.each([
  ['每周五下午5点', '0 17 * * 5', '每周五 17:00'],
  ['每天早上8点', '0 8 * * *', '每天 08:00'],
  ['每月1号上午9点', '0 9 1 * *', '每月1号 09:00'],
  ['每周一、三、五晚上7点半', '30 19 * * 1,3,5', '每周一、三、五 19:30'],
  ['每周五17:00', '0 17 * * 5', '每周五 17:00'],
  ['周一到周五中午12点', '0 12 * * 1-5', '每周一到周五 12:00'],
  ['工作日早上8点', '0 8 * * 1-5', '每个工作日 08:00'],
  ['每周日', '0 17 * * 0', '每周日 17:00'],
  ['每晚8点', '0 20 * * *', '每天 20:00'],
])('%s is %s', (text, cron, words) => {
  expect(readSchedule(text).schedule).toMatchObject({ cron, words });
});

test.each(['每两周', '隔周五', '每学期', '每月31号', '单周周五', '每隔三天'])(
  '%s cannot be said in five fields',
  (text) => {
    expect(readSchedule(text)).toEqual({ schedule: null, isUnsupported: true });
  },
);

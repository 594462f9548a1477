import { describe, expect, test } from 'vitest';
import { loadTemplates } from '../../template/index.ts';
import type { Composition } from '../conversation/composition.ts';
import { rulesOf } from './index.ts';

const rules = rulesOf(loadTemplates('templates'), 'free');

const about = (body: string): Composition => ({
  kind: 'free',
  topic: null,
  audience: { kind: 'family', classNames: [] },
  students: [{ studentId: 's', name: '李四', className: '22旅管3班', relation: '父亲' }],
  openMentions: [],
  fields: { body },
  agreement: null,
  isLow: null,
  settled: [],
  schedule: null,
});

describe('own words to one family', () => {
  test.each([
    ['李四因考试作弊被给予记过处分，学院〔2026〕12号', '处分告知'],
    ['李四受到严重警告', '处分告知'],
    ['您好，处分决定已经下来了', '处分告知'],
    ['李四这学期进入橙色学业预警', '学业预警'],
    ['孩子被学业预警了', '学业预警'],
  ])('%s belongs to a kind of its own', (body, kind) => {
    const obstacle = rules.findLateObstacle(about(body), undefined);
    expect(obstacle).toMatchObject({ kind: 'refusal', text: expect.stringContaining(kind) });
  });

  test.each([
    '李四这周进步很大',
    '如果再旷课会受到处分',
    '这件事没有处分',
    '他没有进入学业预警，请放心',
    '请提醒他按时返校',
  ])('%s may be sent', (body) => {
    expect(rules.findLateObstacle(about(body), undefined)).toBeUndefined();
  });
});

import { expect, test } from 'vitest';
import { findTopics } from './topics.ts';

const topicsOf = (text: string): string[] => findTopics(text).map(({ topic }) => topic);

// The names are masked before topics are sought.
test.each([
  ['the way alone', '某某妈妈电话打了'],
  ['an answer alone', '某某爸爸电话里说知道了'],
  ['a missed call', '给某某妈妈打电话没接'],
  ['a circumstance of the call', '某某爸爸电话信号不好，说改天再打'],
  ['several families', '某某某某家长都电话联系过了 都表示知道了'],
])('no topic is made of %s', (_, text) => {
  expect(topicsOf(text)).toEqual([]);
});

test.each([
  ['a matter in everyday words', '跟某某妈妈通电话，孩子提不起劲，天天混日子', 'thought'],
  ['a gap in the expression', '某某爸电话，孩子跟他上铺那个一直不对付', 'conduct'],
  ['a word that only hints', '某某妈电话，孩子打篮球把手指戳了', 'health'],
  ['what befell kin', '某某妈来电，他爸在工地上被砸伤了', 'family_change'],
  ['kin as they always were', '某某妈来电，爸妈常年在外面打工', 'family'],
  ['work of the student, not of the family', '某某爸电话，孩子周末在奶茶店打工', 'activity'],
  ['how it goes as a whole', '某某爸电话，聊了孩子在校情况', 'daily_life'],
  ['leaving and why', '某某妈电话，孩子说不想念书了', 'status_warning'],
  ['leaving and why, the other side', '某某妈电话，孩子说不想念书了', 'thought'],
])('%s tells its topic', (_, text, topic) => {
  expect(topicsOf(text)).toContain(topic);
});

test('hints never crowd a card: one beside a narrow topic, two alone', () => {
  expect(topicsOf('某某妈电话，孩子打篮球把手指戳了').length).toBeLessThanOrEqual(2);
  expect(topicsOf('某某妈电话，孩子眼镜度数又涨了').length).toBeLessThanOrEqual(2);
});

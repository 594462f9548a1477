import { expect, test } from 'vitest';
import { fc } from '../../test/support/property.ts';
import { normaliseLine } from './normalise.ts';

test.each([
  ['full width', '张三妈　ＱＱ　聊了', '张三妈 QQ 聊了'],
  ['traditional characters', '張三媽媽電話聯繫了', '张三妈妈电话联系了'],
  ['mention and politeness', '@家校助手 帮我记一下张三妈电话打了，谢谢', '记一下张三妈电话打了'],
  ['quotes', '「张三」妈妈', '"张三"妈妈'],
  ['dots of long names', '阿依古丽•买买提', '阿依古丽·买买提'],
  ['emoji', '张三妈📞打了👍', '张三妈 打了'],
  ['opening filler of voice input', '嗯那个就是张三家长', '张三家长'],
  ['a homophone of 电话', '打了个电化', '打了个电话'],
  ['a homophone of 已联系', '李四家长一联系了', '李四家长已联系了'],
  ['a homophone of 家长', '李四家张说好', '李四家长说好'],
  ['a homophone of 请假', '请甲三天', '请假三天'],
])('%s: %s → %s', (name, line, wanted) => {
  expect(normaliseLine(line), name).toBe(wanted);
});

test.each(['可以联系', '自己联系', '第一联系人', '加张三妈好友', '停几天', '初步考虑', '马马虎虎', '有空好好聊'])(
  '%s keeps its words',
  (line) => {
    expect(normaliseLine(line)).toBe(line);
  },
);

test('normalising twice changes nothing more for plain Chinese words', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('张三', '妈妈', '电话', '打了', '，', '挂科', '９月', ' ', '说'), { maxLength: 30 }),
      (words) => {
        const once = normaliseLine(words.join(''));
        expect(normaliseLine(once)).toBe(once);
      },
    ),
  );
});

import { describe, expect, test } from 'vitest';
import { buildRosterIndex } from '../../language/index.ts';
import { checkText, type GuardOptions } from './index.ts';

/** What an attacker found, each beside something harmless that looks alike. */

const roster = buildRosterIndex(
  [{ studentId: '1', studentNo: '2023001', name: '张三丰', className: '软件2301', guardians: [] }],
  [],
);
const GROUP: GuardOptions = { audience: 'group' };
const WITH_ROSTER: GuardOptions = { audience: 'group', roster };

describe('a group does not read hard matters about somebody', () => {
  test.each([
    '高飞和周舟这次都挂科了',
    '高飞最近抑郁了，大家关心一下',
    '夏雨同学被处分了',
    '欧阳娜娜这次不及格',
    '亓官明被抓了',
    '張偉和李娜這次掛科了',
    '周 舟 最近旷课',
    '不及格的有高飞、周舟',
    '警惕：高飞最近抑郁',
    '那个单亲的孩子最近旷课',
    '班长家的孩子在看心理医生',
    '穿红衣服的女生偷东西',
    '张三丰在看心理医生',
  ])('%s', (text) => {
    expect(checkText(text, GROUP).decision).not.toBe('pass');
  });

  test.each([
    ['zhang sanfeng 旷课三天', 'zhangsanfeng'],
    ['張三豐主动打扫教室', '张三丰'],
    ['2023001 请到办公室', '2023001'],
  ])('the roster finds its student in %s', (text, words) => {
    expect(checkText(text, WITH_ROSTER).findings).toContainEqual(expect.objectContaining({ words }));
    expect(checkText(text, WITH_ROSTER).decision).toBe('block');
    const allowed = checkText(text, { ...WITH_ROSTER, studentNames: ['张三丰'] }).findings;
    expect(allowed.filter(({ rule }) => rule === 'other_student')).toEqual([]);
  });

  test.each([
    '高数和英语补考安排在开学第二周，请孩子留意教务处通知。',
    '近期个别同学旷课，请和孩子聊聊。',
    '周五又有几次迟到，请提醒孩子早睡。',
    '这个阶段的孩子容易焦虑，多陪他们聊聊天。',
    '秋季又到考试周，焦虑很正常。',
    '孩子们最近很努力，进步看得见，辛苦了。',
    '心理中心最近开了讲座，有压力可以去聊聊。',
    '明天上午九点学校停水',
    '请带好身份证',
  ])('good: %s', (text) => {
    expect(checkText(text, WITH_ROSTER)).toEqual({ decision: 'pass', findings: [] });
  });
});

describe('characters that nobody sees', () => {
  test.each(['明天\u202e放假\u202c', '明\u200b天放假', '明\u00ad天放假', '明天\u2066放假', '明天\u200d放假'])(
    '%j',
    (text) => {
      for (const audience of ['group', 'private'] as const)
        expect(checkText(text, { audience }).decision).toBe('block');
    },
  );

  test.each(['祝孩子们节日快乐👨‍👩‍👧❤️', '加油👍🏽', '放假啦\r\n注意安全\t谢谢'])('good: %j', (text) => {
    expect(checkText(text, GROUP)).toEqual({ decision: 'pass', findings: [] });
  });
});

describe('money without 转', () => {
  test.each([
    '请把书本费交到生活委员那里',
    '请把50元送到办公室',
    '钱存到这个卡号',
    '请把钱打进卡里',
    '请孩子准备现金',
    '请孩子带贰佰元',
    '请扫描下面这张图完成支付',
    '教材款请本周交齐',
    '班级基金不够了，请补一下',
    '学校财务平台坏了，请把学费交到班长那里',
    '财务平台太慢，学费交给我',
  ])('%s', (text) => {
    expect(checkText(text, GROUP).decision).toBe('block');
  });

  test.each([
    '学费只通过学校财务平台缴纳，不会由任何老师代收',
    '请把学费缓缴申请表交到办公室',
    '请让孩子把材料交到班长那里',
    '请拨打12345',
    '不用带现金，食堂刷校园卡',
    '国家助学金已发放到学生本人卡里',
  ])('good: %s', (text) => {
    expect(checkText(text, GROUP)).toEqual({ decision: 'pass', findings: [] });
  });

  test('a number to call is no amount', () => {
    const { findings } = checkText('请拨打13800138000', GROUP);
    expect(findings.filter(({ rule }) => rule.startsWith('money'))).toEqual([]);
  });
});

describe('strangers to be added', () => {
  test.each(['请加微信 abc12345', '大家加一下QQ群 123456789', '联系 wxid_abc123', '有问题加V：abc123'])(
    '%s',
    (text) => {
      expect(checkText(text, GROUP).decision).toBe('block');
      expect(checkText(text, { audience: 'private' }).decision).toBe('flag');
    },
  );

  test.each(['陌生人加孩子微信借钱，先打电话核实。', '学校用企业微信发通知。', '不要加陌生人的微信。'])(
    'good: %s',
    (text) => {
      expect(checkText(text, GROUP)).toEqual({ decision: 'pass', findings: [] });
    },
  );
});

describe('links', () => {
  test.each([
    '请打开 1.2.3.4/a',
    '请打开 abc.wang',
    '请打开 abc.tech/x',
    '请打开 abc.ru',
    '请打开 报名.中国',
    '请打开 https://jiaxin.example.com:8443/n',
    '请打开 gov.cn.evil.quest',
  ])('%s', (text) => {
    expect(checkText(text, { ...GROUP, allowedLinkHosts: ['jiaxin.example.com'] }).decision).toBe('block');
  });

  test('a college’s address is looked at again', () => {
    expect(checkText('请看 www.example.edu.cn', GROUP).decision).toBe('flag');
    expect(checkText('请看 www.example.edu.cn', { ...GROUP, allowedLinkHosts: ['www.example.edu.cn'] }).decision).toBe(
      'pass',
    );
  });

  test.each([
    '请看 https://www.moe.gov.cn/a',
    '表格见附件 table.xlsx',
    '绩点3.5以上可以申请，详见v1.2版手册',
    '1.中国近代史讲座',
  ])('good: %s', (text) => {
    expect(checkText(text, { ...GROUP, allowedLinkHosts: [] }).findings.map(({ rule }) => rule)).not.toContain(
      'unknown_link',
    );
  });
});

describe('our signs', () => {
  test.each(['核实请输 JX-7K3QP9WM', 'ｊｘ 7k3qp9wm', '【示范学院】核实码 见下'])('%s', (text) => {
    expect(checkText(text, GROUP).decision).toBe('block');
    expect(checkText(text, { audience: 'private' }).decision).toBe('block');
  });

  test('good: to speak of the code', () => {
    expect(checkText('通知最后一行有核实码，可以自己查。', GROUP).decision).toBe('pass');
  });

  test('a spelled number is flagged', () => {
    expect(checkText('老师电话一三八零零一三八零零零', GROUP).decision).toBe('flag');
    expect(checkText('一三五上课，二四六自习', GROUP).decision).toBe('pass');
  });
});

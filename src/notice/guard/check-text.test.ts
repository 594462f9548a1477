import { describe, expect, test } from 'vitest';
import { fc } from '../../../test/support/property.ts';
import { buildRosterIndex } from '../../language/index.ts';
import { checkText, type GuardOptions } from './index.ts';

const GROUP: GuardOptions = { audience: 'group' };
const PRIVATE: GuardOptions = { audience: 'private', studentNames: ['张三'] };
const roster = buildRosterIndex(
  ['张三', '李四', '阿依古丽·买买提', '高原'].map((name, index) => ({
    studentId: `${index}`,
    studentNo: `202203150${index}`,
    name,
    className: '22旅管3班',
    guardians: [],
  })),
  [],
);
const GROUP_WITH_ROSTER: GuardOptions = {
  audience: 'group',
  roster,
};

function rulesOf(text: string, options: GuardOptions): string[] {
  return [...new Set(checkText(text, options).findings.map(({ rule }) => rule))];
}

describe('asking for money is refused, whatever it wears', () => {
  test.each([
    '请各位家长把班费转到我微信，每人50。',
    '班费每人五十元，交给班长。',
    '请转 账 到我这里',
    '麻烦各位家长转。账。给我',
    '转\n账\n50\n给\n我',
    '请大家把資料費轉賬給我',
    '请转帐到老师微信',
    '家长们记得发个红包',
    '大家 zhuan zhang 给我',
    '请大家把班fei交一下',
    '请各位把ｂａｎｆｅｉ交一下',
    'V我50',
    '各位家长微我50看看实力',
    '请扫码支付教材费',
    '请长按识别付款',
    '每位家长交120块钱买资料',
    '服装费¥80/人，周五前交',
    '谨防诈骗。请把班费转给我。',
    '谨防诈骗，请把班费转给我微信。',
    '别忘了交班费',
    '不好意思，请把资料费付给老师',
    '没交费的家长请尽快缴费给班长',
    '请把“班费”50元转给我',
    '保险费统一收，请各位自愿交费',
    '骗子很多，大家统一把钱交给我最安全',
    '学费可以先转给我，我帮您交到学校财务处',
    '请家长众筹给教室装空调',
    '老师手头有点紧，能借我一千吗',
    '春游一人两百，周五收',
    '退费通知：每人先交50元手续费',
    '班上的钱先打我卡上',
    '请大家a一下钱给孩子们买水',
    '春游车费先微信转过来',
    '请交 5 0 元',
    '请 加 我 V 信 转 款',
    'zz给我',
    '如不按时缴费，将停课',
    '收班费啦，老规矩，找我',
    '教师节快到了，请大家凑钱买礼物送给老师',
  ])('%s', (text) => {
    expect(checkText(text, GROUP).decision).toBe('block');
    expect(rulesOf(text, GROUP)).toEqual(expect.arrayContaining([expect.stringMatching(/^money|^gift/u)]));
    expect(checkText(text, PRIVATE).decision).not.toBe('pass');
  });

  test('a request is refused in private, too', () => {
    expect(checkText('您好，请把张三的班费50元转到我微信。', PRIVATE).decision).toBe('block');
  });
});

describe('other drafts that a group must not read', () => {
  test.each<[string, string]>([
    ['入群请扫下面的二维码', 'qr_code'],
    ['请家长扫一扫填写信息', 'qr_code'],
    ['报名地址：http://abc-form.top/x?id=1', 'unknown_link'],
    ['请打开 ｗｗｗ．ｘｉａｏｃｈｅｎｇ．ｃｏｍ 填写', 'unknown_link'],
    ['请打开 w w w . abc . com 填写', 'unknown_link'],
    ['请打开 abc点com 填写', 'unknown_link'],
    ['请打开 abc。com 填写', 'unknown_link'],
    ['请看 www.edu.cn.evil.com', 'unknown_link'],
    ['请看 https://evil.com/www.gov.cn', 'unknown_link'],
    ['复制这段话￥a1B2c3D4e5￥打开', 'unknown_link'],
    ['期中成绩排名已出', 'rank'],
    ['张三这次考了全班第一', 'rank'],
    ['本次考试前十名如下', 'rank'],
    ['有几位孩子倒数，请家长重视', 'rank'],
    ['班级平均分78，请对照', 'marks'],
    ['成绩单发在群里，请查收', 'marks'],
    ['张三挂科了，请家长联系我', 'marks'],
    ['李四考了59分', 'marks'],
    ['张三最近抑郁，大家多关心', 'mental_health'],
    ['有一位同学情绪低落，在看心理门诊，请大家多关心', 'mental_health'],
    ['我们班王小明同学因为焦虑休学了', 'mental_health'],
    ['昨晚有学生自杀，请家长注意', 'suicide'],
    ['在家长群说一下张三抑郁的情况', 'mental_health'],
    ['小李同学抑郁休学，大家别传', 'mental_health'],
    ['贫困生名单见下', 'name_list'],
    ['本班挂科名单如下', 'name_list'],
    ['有3个孩子不及格', 'marks'],
    ['请把验证码发给我', 'secret_asked'],
    ['孩子再不听话就开除', 'threat'],
    ['李四因作弊被记过处分', 'discipline'],
    ['某同学夜不归宿，被通报批评', 'discipline'],
    ['王小明同学连续旷课三天', 'discipline'],
    ['张三家里是低保户，获得助学金', 'poverty'],
    ['赵小雨家庭困难，希望大家帮一把', 'poverty'],
    ['该生患有乙肝，请注意', 'health'],
    ['张三父母离异，比较敏感', 'family_matters'],
    ['身份证号 530102200501011234 请核对', 'identity_number'],
    ['身份证 5301 0220 0501 0112 34', 'identity_number'],
    ['卡号6222 0200 1234 5678 901，请查收', 'bank_number'],
    ['李四妈妈的电话是138 1234 5678', 'phone_number'],
    ['学号：20220315001 的同学来一下', 'student_number'],
    ['这个孩子有抑郁症', 'diagnosis'],
    ['再不改就后果自负', 'threat'],
    ['周五前必须交材料，否则取消资格', 'threat'],
    ['你们家长怎么管孩子的，太不像话', 'blame'],
    ['孩子可以在五个工作日内提出申诉', 'stale_deadline'],
    ['处分决定不得申诉', 'stale_deadline'],
  ])('%s (%s)', (text, rule) => {
    expect(rulesOf(text, GROUP)).toContain(rule);
    expect(checkText(text, GROUP).decision).toBe('block');
  });

  test.each<[string, string]>([
    ['@所有人 周五开家长会', 'mention_all'],
    ['＠ ALL 周五开家长会', 'mention_all'],
    ['明天开班会，收到请回复', 'asks_for_echo'],
    ['学校将对旷课学生严肃处理', 'harsh'],
    ['不打不成器，请家长严加管教', 'backward_idea'],
    ['今天王小明同学主动打扫了教室', 'named_student'],
  ])('%s is flagged (%s)', (text, rule) => {
    expect(checkText(text, GROUP).decision).toBe('flag');
    expect(rulesOf(text, GROUP)).toEqual([rule]);
  });

  test('a name that the roster knows is refused unless it may appear', () => {
    const text = '今天阿依古丽·买买提主动打扫了教室。';
    expect(rulesOf(text, GROUP_WITH_ROSTER)).toContain('other_student');
    expect(checkText(text, GROUP_WITH_ROSTER).decision).toBe('block');
    expect(checkText(text, { ...GROUP_WITH_ROSTER, studentNames: ['阿依古丽·买买提'] }).decision).toBe('pass');
  });

  test('a name that may appear still keeps hard matters out of a group', () => {
    expect(rulesOf('高原因作弊受到处分', { ...GROUP_WITH_ROSTER, studentNames: ['高原'] })).toContain('discipline');
  });
});

describe('drafts that do good pass in a group', () => {
  test.each([
    '各位家长好，国庆放假从10月1日到10月7日，请孩子10月7日晚上8点前返校，路上注意安全。',
    '【反诈提醒】“点赞关注就返钱”“垫付做任务”都是刷单骗局，小钱返利、大钱不还。请问一问孩子最近有没有在网上做兼职。被骗立即打110；96110来电请一定接。本群从不收款。',
    '【重要】学校不会在群里收任何费用，也不会发收款码。看到“老师”让转账、并说“别私聊老师”，一定是骗子，请直接打电话给我核实。核实请打您存的老师电话。',
    '快递理赔、退款、注销“百万保障”“校园贷账户”，要求下载软件、共享屏幕的，都是诈骗。挂断，从官方App查。',
    '公检法不会电话办案，没有“安全账户”；个人征信不能花钱修改。',
    '凡是自称老师、让您转账的，都是骗子。',
    '请大家警惕冒充老师的人，不要转账，不要扫码。',
    '陌生人发来的二维码不要扫，陌生链接不要点。',
    '学费只通过学校财务平台缴纳，不会由任何老师代收，也不会在群里发二维码。',
    '请于9月10日前登录学校缴费平台缴纳学费，有困难可以申请缓缴或助学贷款。',
    '天气转凉，请提醒孩子添衣。',
    '最近早课有迟到的情况，请和孩子聊聊作息，早点休息。',
    '近期个别同学旷课，请各位家长和孩子聊一聊，有困难告诉我们。',
    '家庭经济困难认定开始了，有需要的家庭请让孩子找辅导员，信息全程保密。',
    '学校心理中心周三下午有“认识焦虑症”科普讲座，欢迎家长线上听。',
    '期中考试成绩已经公布，请孩子自己登录教务系统查看。我们不排名，也不发成绩单。',
    '有课程没通过的同学，补考在开学第二周，请孩子留意教务处通知。',
    '这学期大家学得都很用心，早读的人越来越多，为孩子们的努力点个赞。',
    '22旅管3班获得学校运动会团体第一名，孩子们练了一个多月，辛苦了！',
    '祝贺我院学生在全国导游大赛中获得第一名。',
    '学校开放日定在11月8日，线上线下都可以参加，内容有专业与就业、学生服务和面对面答疑。',
    '体检报告可以请孩子到校医院领取，不用缴费。',
    '本群只发通知，不收任何费用，不发红包。',
    '学校对违纪的处理会先听学生本人陈述，学生可以自决定书送达之日起10日内书面申诉。',
    '寒假留校的同学请在12月20日前登记，宿舍和食堂正常开放。',
    '96110是反诈专线，来电请一定接。已经转了钱的，马上打110。',
    '招生就业处将在图书馆办双选会，用人单位不会收费。',
    '政策原文请看 https://www.moe.gov.cn/jyb。',
    '全国学生资助政策可到 https://www.xszz.edu.cn 查看。',
    '考前紧张和焦虑很正常，陪孩子聊聊天，需要时拨打12356热线。',
    '请孩子记住：验证码、密码谁要都不给。',
    '张老师因病请假，周五的课由王老师代上。',
    '考试周到了，请孩子诚信考试，作弊会受到处分。',
    '小额贷款公司不得向大学生发放互联网消费贷款，开学了可以和孩子商量一个每月预算。',
    '把银行卡、电话卡、微信号借人或卖人，会被罚款、拘留，影响信用，请提醒孩子。',
    '本群只发通知，个人问题请私聊。不拉外人、不发广告红包、不发孩子隐私。',
    '近期有人冒充后勤收电费，请大家注意，电费在校园App里交。',
    '陌生人加孩子微信借钱，先打电话核实。',
    '国家奖学金已经打款到学生本人卡里，请孩子查收。',
    '有事请打我办公室电话 0872-2123456，或者值班手机 13812345678。',
    '家长会定于周五晚上7点，大约50分钟，请准时参加。',
    '暑期社会实践在云南大理举行，食宿由学院安排。',
  ])('%s', (text) => {
    expect(checkText(text, GROUP)).toEqual({ decision: 'pass', findings: [] });
  });
});

describe('in private', () => {
  test.each([
    '张三家长您好，我是辅导员陈静。张三上学期有2门课没有通过，按学校规定进入黄色学业预警，意思是“提前提醒”，不是处分。我已和他谈过，定了补考计划。今晚方便通个电话吗？',
    '给您报个喜：张三获得国家励志奖学金，他为此每天早读。这份进步也有家里的支持，特向您道贺。',
    '近两周有6节课未到，我和他谈过，原因是早上起不来。您先别着急批评，听他说说，我们一起想办法。',
    '最近张三睡得不太好、情绪有些低，我们很关心。学校心理老师想和您一起听听他的想法。',
    '有件事需要正式告知您：张三因考试携带手机受到记过处分，学校已于9月10日将决定送达他本人。他有权自送达之日起10日内提出书面申诉。',
    '谢谢您的心意，心领了。学校有规定，我们不能收，您别见怪。把孩子照顾好就是最好的礼物。',
    '正式函件已寄出，EMS 1234567890123，请留意查收。',
    '张三已经从旅游专业转到我院酒店管理专业了，课表我发给他了。',
    '他这学期生活费有点紧，我给他介绍了勤工助学岗位，按月发补助。',
    '寒假我和刘老师想去家里看看您，不用准备任何东西，我们也不收礼、不吃请。哪天方便？',
    '孩子现在有人陪着，正在市医院检查，意识清楚。到了打我电话13812345678，有新情况我马上告诉您。',
    '张三的助学贷款材料已经交到学校财务处了，请放心。',
  ])('good: %s', (text) => {
    expect(checkText(text, { ...PRIVATE, kind: 'free' })).toEqual({ decision: 'pass', findings: [] });
  });

  test.each<[string, string, 'flag' | 'block']>([
    ['张三这次全班倒数第三', 'rank', 'flag'],
    ['张三有抑郁症，请带去看病', 'diagnosis', 'block'],
    ['张三最近有点抑郁', 'symptom', 'flag'],
    ['张三屡教不改，请您管管您孩子', 'blame', 'flag'],
    ['再旷课就勒令退学', 'threat', 'block'],
    ['申诉要在5个工作日内提出', 'stale_deadline', 'block'],
    ['可以扫码加我微信', 'qr_code', 'flag'],
    ['您看看这个 http://t.cn/abc', 'unknown_link', 'flag'],
    ['女孩子读书没用，早点嫁人', 'backward_idea', 'flag'],
    ['班费收支已经公示', 'money_word', 'flag'],
  ])('%s (%s: %s)', (text, rule, decision) => {
    expect(rulesOf(text, PRIVATE)).toContain(rule);
    expect(checkText(text, PRIVATE).decision).toBe(decision);
  });

  test('another student’s name is flagged', () => {
    const options = { ...PRIVATE, roster };
    expect(rulesOf('张三和李四在宿舍闹了点矛盾', options)).toEqual(['other_student']);
    expect(checkText('张三最近很努力', options).decision).toBe('pass');
  });

  test.each([
    ['张三这次考得一般，排第38名，同宿舍李四都考了第3。', 'block'],
    ['张三还可以，李四家里拿低保。', 'block'],
    ['张三挺努力的，李四住院了。', 'block'],
    ['他旷课三次，我和他谈过了，和室友李四一起参加比赛，心情好多了。', 'flag'],
    ['张三和室友李四一起参加比赛，得了第一名。', 'flag'],
    ['他和同宿舍的同学一起拿了省赛第二名。', 'pass'],
    ['孩子说最近总是头疼，昨天陪他去了校医院。', 'pass'],
    ['如果孩子遇到经济困难，可以私下联系我，学校有资助政策，不会公开。', 'pass'],
  ])('another student’s matters are blocked, a name or an illness is not: %s', (text, decision) => {
    expect(checkText(text, { ...PRIVATE, studentNames: ['张三'], roster }).decision).toBe(decision);
  });
});

test.each([
  ['请各位家长把户口本照片发到群里。', 'papers_in_group'],
  ['考研培训班报我名字优惠200。', 'advert'],
  ['麻烦大家帮老师家孩子投个票。', 'favour'],
  ['某宿舍四人里有三个挂科。', 'marks'],
  ['最近有个宿舍经常晚归。', 'discipline'],
])('to a group: %s (%s)', (text, rule) => {
  expect(rulesOf(text, GROUP)).toContain(rule);
  expect(checkText(text, GROUP).decision).toBe('block');
});

test.each(['请把户口本原件交到学院办公室。', '不要把身份证照片发到群里。', '如果有困难可以私下联系我，会保密。'])(
  'may stand in a group: %s',
  (text) => {
    expect(checkText(text, GROUP)).toEqual({ decision: 'pass', findings: [] });
  },
);

test('our own links pass where we say so', () => {
  const text = '请打开 https://jiaxin.example.com/n/abc 查看并确认。';
  expect(checkText(text, GROUP).decision).toBe('block');
  expect(checkText(text, { ...GROUP, allowedLinkHosts: ['jiaxin.example.com'] }).decision).toBe('pass');
  const loopback = '查证：http://127.0.0.1:3000/verify';
  expect(checkText(loopback, GROUP).decision).toBe('block');
  expect(checkText(loopback, { ...GROUP, allowedLinkHosts: ['127.0.0.1:3000'] }).decision).toBe('pass');
  expect(checkText(loopback, { ...GROUP, allowedLinkHosts: ['127.0.0.1'] }).decision).toBe('block');
});

test('every finding says why and what to write instead', () => {
  const texts = [
    '请转账给我',
    '张三抑郁',
    '@所有人',
    '成绩单',
    '学号：20220315001',
    '勒令退学',
    '不打不成器',
    '收到请回复',
    '扫码',
    'http://a.top',
  ];
  const findings = texts.flatMap((text) => checkText(text, GROUP).findings);
  expect(findings.length).toBeGreaterThanOrEqual(texts.length);
  for (const { rule, why, suggestion } of findings) {
    expect(why, rule).not.toBe('');
    expect(suggestion, rule).not.toBe('');
  }
});

test('blanks, dots and widths never hide a request', () => {
  const hidden = fc.array(fc.constantFrom('', ' ', '　', '.', '·', '*', '\u200b', '-'), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(hidden, (between) => {
      const text = [...'请各位转账给我微信'].map((character, index) => character + (between[index] ?? '')).join('');
      expect(checkText(text, GROUP).decision).toBe('block');
    }),
  );
});

test('no text makes it throw or take long', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void checkText(text, GROUP)));
  const startedAt = performance.now();
  for (const piece of ['转', '"', '1', 'a.', '每人1', '不', '请 ', '张小']) checkText(piece.repeat(3_000), GROUP);
  expect(performance.now() - startedAt).toBeLessThan(20_000);
});

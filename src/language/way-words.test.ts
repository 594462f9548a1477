import { expect, test } from 'vitest';
import { LINES_CLASSES, LINES_NOW, LINES_STUDENTS, LINES_TERM } from '../../test/fixtures/language-roster.ts';
import { buildRosterIndex } from './roster-index.ts';
import { understandLine } from './understand.ts';

/** How a way of contact is said behind the family (张三妈…) and before it; every one is tried in whole lines. */
const BEHIND: Readonly<Record<string, string>> = {
  phone: `
    电话 电话聊了 电话里聊了 电话沟通了 电话说了 电话谈过 电话告知了 电话里讲了 电话联系上了 电话打通了 电话接了 通了电话 通了个电话
    通话十分钟 通电话 打过电话了 打电话了 打了 打了电话 打了个电话 打过了 致电 电联 电联了 去电 去了电话 拨通了 拨打电话联系上 手机打通了
    手机联系上 座机打的 打座机 打手机 接了电话 接通了 电访 电话回访 电话家访 电话访谈 来电 来了电话 来电话了 打来电话 打电话来 打进来
    打过来了 回电 回电话了 回了电话 回拨过来 回过来电话 call了 tel 电 通 煲了电话粥 通了会儿话 通了半小时 电话连线 长途 打长途
    电话里 电活聊了 电化打了 刚通完话 刚挂电话 打了一通 打了两次电话终于通 响了几声接了 换号打通了 用办公室电话打的 用座机联系`,
  wechat: `
    微信 微信聊了 微信说了 微信沟通 微信里说 微信上讲了 微信联系 微信回复了 微信回了 加微信聊了 加了微信 微信语音 微信语音聊了 微信语音通话
    微信电话 打微信电话 微信打的 语音聊了 语音通话 发语音聊的 打语音 打了语音 发了微信 发微信了 留言回复了 私聊了 私信聊的 企微聊了
    企业微信聊了 企微联系 企业微信说了 钉钉聊了 钉钉上说了 vx聊了 VX VX联系 wx聊的 wx 微聊 v信 绿泡泡 威信聊的 薇信说了 微信告知
    微信通知 微信转告 微信文字聊 微信长聊`,
  qq: `
    QQ qq聊了 QQ上说了 QQ联系 QQ语音 扣扣聊了 企鹅聊 Q上聊了 q上说了 QQ沟通 QQ回复了 QQ留言回了 QQ电话 加QQ聊`,
  sms: `
    短信 短信告知 短信通知 发了短信 发短信了 发短信说了 短信联系 短信回复了 短信沟通 回短信了 回了短信 发信息说了 发了信息 手机短信 短讯
    短信提醒 短信发了 群发短信里有他 短信发过去了 发了一条短信 编了条短信 端信通知`,
  letter: `
    寄信 寄了信 寄了封信 写了封信 写了信 寄了函 发函 发函了 寄函 寄出告知函 寄了告知书 邮寄了通知书 挂号信 寄了挂号信 EMS寄了 EMS
    快递寄了材料 快递了函件 信函 信件告知 平信 家书 书信 书面通知 书面告知 寄成绩单 邮寄成绩单 寄了学业预警函 寄了预警通知书 回信了 来信
    致家长信 寄了一封家长信 送达函 公函`,
  email: `
    邮件 邮件联系 发了邮件 发邮件了 邮件沟通 邮箱联系 电子邮件 email email发了 e-mail E-mail告知 发到邮箱 邮件回复了
    回邮件了 伊妹儿`,
  video: `
    视频 视频聊了 视频通话 视频电话 微信视频 微信视频聊的 打视频 打了视频 开视频 视频连线 视频家访 线上家访 云家访 视频见面 视频里聊了
    腾讯会议聊 腾讯会议 线上面谈 视频面谈 视频会面 视屏聊了 事品聊了 视频沟通 QQ视频 钉钉视频 线上视频 zoom聊`,
  home_visit: `
    家访 家访了 家访过了 上门家访 上门走访 入户走访 入户 登门拜访 实地家访 走访 走访了 暑期家访 佳访 到家里看了 去家里坐了坐 去他家了
    去了他家 去家里了 家里去了一趟 到家走访 去家里走访 到家里聊了 实地走访 进村入户 家坊`,
  parent_visit: `
    来访 来校 来校了 来学校了 来学校 到学校 到校 到学校来了 到校了 来办公室 来办公室了 到办公室 到办公室来 来我这 来我办公室坐了 找来了
    找到学校 找到办公室 面谈 当面聊 当面谈了 当面说的 当面沟通 见面聊 见了面 见面谈的 过来了 过来一趟 来了一趟 来了 亲自来 亲自过来 专程来
    专门来学校 特意跑来 来接孩子聊了 送孩子来时聊的 校门口见面聊 校门口碰到聊了 在校门口说的 办公室聊 办公室谈 在办公室聊了 办公室面谈 面对面聊
    来校面谈 到系里来了 来学院 来系里 到学院 陪孩子来报到聊了 送行李来 送被子来 来领孩子 来接人 来签字 来办手续 来办休学手续 来看孩子
    闹到学校 找我谈 找我聊了 门口等我 堵在办公室 坐了半小时才走 宿舍楼下碰见 食堂碰到聊了`,
  invited_visit: `
    约谈 约谈了 约来谈了 约到学校谈 约来学校了 约来校面谈 请来学校了 请到学校 请来谈了 请来了 请到办公室 叫来学校 叫来了 叫到学校谈
    叫来办公室 喊来学校 喊来了 通知来校了 通知来学校面谈了 约访 应约来校 应邀来校 如约来校 按约来了 邀来学校谈了 让来学校了 让他来校谈了`,
  meeting: `
    家长会 家长会上聊了 家长会见了 家长会参加了 来参加家长会 座谈会 座谈会上 家长座谈会 家长会上 恳谈会 开家长会见到 参加了家长会 线下家长会
    家长见面会 开放日聊`,
};
/** {N} is the family. */
const AROUND: Readonly<Record<string, string>> = {
  phone: `
    给{N}打了电话 给{N}打电话了 给{N}去了个电话 给{N}挂了个电话 给{N}拨了电话 打给{N} 打电话给{N} 打通{N}电话
    拨通{N}手机 联系了{N} 联系{N} 联系上{N} 联系到{N} 已联系{N} 跟{N}通话 跟{N}通了电话 与{N}通话 和{N}通电话
    与{N}电话沟通 向{N}电话反馈 致电{N} 电联{N} 电话{N} 电话联系{N} 电话告知{N} 电话通知{N} 回访{N} 回拨{N}
    给{N}回了电话 给{N}回电话 接到{N}电话 接{N}电话 接了{N}来电 收到{N}来电 跟{N}聊了 跟{N}沟通了 和{N}说了
    跟{N}讲了 与{N}沟通 告诉{N} 告知{N} 通知{N} 通知了{N} 和{N}交流 与{N}交流 跟{N}谈过 问了{N} 找{N}聊了
    问{N} 跟{N}对接 跟{N}汇报了 同{N}讲了 打{N}电话 打了{N}电话`,
  wechat: `
    给{N}发微信 给{N}发了微信 给{N}微信留言 微信{N} 微信联系{N} 微信跟{N}聊 微信告诉{N} 微信上跟{N}说 跟{N}微信聊
    和{N}微信沟通 加{N}微信聊 加了{N}微信 给{N}发语音 给{N}发消息 跟{N}语音 给{N}发了条消息 私聊{N} 企微{N}
    钉钉联系{N} 给{N}打微信电话 给{N}打语音 vx跟{N}聊`,
  qq: `
    QQ联系{N} 跟{N}QQ聊 qq上跟{N}说 加{N}QQ说了`,
  sms: `
    给{N}发短信 给{N}发了短信 短信告知{N} 短信{N} 短信通知{N} 给{N}发了条短信`,
  letter: `
    给{N}寄信 给{N}寄了信 给{N}写信 给{N}写了封信 给{N}寄了函 给{N}发函 向{N}发函 给{N}邮寄了告知书 信函告知{N}`,
  email: `
    给{N}发邮件 给{N}发了邮件 邮件告知{N}`,
  video: `
    跟{N}视频 和{N}视频聊 与{N}视频通话 给{N}打视频 给{N}打了视频 视频联系{N} 视频家访{N} 跟{N}开腾讯会议`,
  home_visit: `
    家访{N} 走访{N} 去{N}家家访 去{N}那里家访 上门见了{N} 上门找{N}`,
  parent_visit: `
    接待{N} 接待了{N} 与{N}面谈 跟{N}面谈 和{N}当面聊 当面跟{N}说 见了{N} 跟{N}见面 和{N}见了面 跟{N}在办公室聊
    在校门口遇到{N}聊`,
  invited_visit: `
    约谈{N} 约谈了{N} 约{N}来校 约{N}来学校谈了 请{N}来学校了 请{N}来校面谈了 请了{N}来 把{N}请到学校 把{N}叫到学校
    叫{N}来学校了 喊{N}来学校了 通知{N}来校了 邀请{N}来校了`,
  meeting: `
    家长会见{N} 家长会上跟{N}聊 座谈会上跟{N}聊了`,
};
const context = { roster: buildRosterIndex(LINES_STUDENTS, LINES_CLASSES), now: LINES_NOW, term: LINES_TERM };
const listed = (words: string): string[] => words.trim().split(/\s+/);

/** The lines that are not read as one reached contact with one student by this way. */
function misread(method: string, lines: readonly string[]): string[] {
  return lines.filter((line) => {
    const { intent, records } = understandLine(line, context);
    const [record] = records;
    const isOne = records.length === 1 && record?.student.candidates.length === 1;
    return intent !== 'record' || !isOne || record.method !== method || record.outcome !== 'reached';
  });
}

test.each(Object.entries(BEHIND))('the way behind the family: %s', (method, words) => {
  const lines = listed(words).flatMap((way) => [
    `张三妈${way}，说孩子最近旷课`,
    `李四爸爸 ${way} 挂科的事 表示配合`,
    `单雨桐家长${way} 谈请假`,
  ]);
  expect(misread(method, lines)).toEqual([]);
});

test.each(Object.entries(AROUND))('the way around the family: %s', (method, words) => {
  const lines = listed(words).flatMap((way) =>
    ['张三妈', '李四的父亲', '单雨桐家长'].map((family) => `${way.replace('{N}', family)}，说了旷课的事，知道了`),
  );
  expect(misread(method, lines)).toEqual([]);
});

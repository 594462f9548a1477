import type { Method } from '../reading.ts';

/** Ways that a wider pattern would take for another (妈妈请来学校了 is no visit of her own accord); tried first. */
export const NARROW_METHOD_WORDS: readonly (readonly [Method, string])[] = [
  [
    'home_visit',
    '上门家访 上门走访 登门拜访 入户家访 进村入户 去了他家 去了她家 去他家里 去她家里 家里坐了会 家里坐了坐 家里坐了一 家里聊了 家里看了看 家里转了 家里待了 家访回来 家访时 家访中 进了他家 进了她家 到他家 到她家 上他家 上她家 他家看了 她家看了 火塘边 堂屋里聊 院子里聊 在他们寨子 到村里 进村 到寨子 去村里 跑了趟他家 家里去了一趟 寒假家访了 暑假家访了',
  ],
  [
    'invited_visit',
    '约来谈 约来学校 约来面谈 请来学校 请来校 请来谈 请来办公室 请来了 叫来了 叫来学校 叫来校 叫来办公室 叫来谈 喊来了 喊来学校 喊来校 喊来办公室 喊来谈 按约来 应邀来 邀来学校 请到学校 请到办公室 叫到学校 叫到办公室 喊到学校 喊到办公室 请进办公室 被我请来 被我叫来',
  ],
  ['letter', '书面告知 寄函 寄去一封 寄成绩单 寄告知书 寄通知书 书信 致家长信 致家长的信 手写信 亲笔信'],
  ['sms', '短讯'],
  ['qq', '企鹅 Q上 q上'],
  ['wechat', '微聊 绿泡泡 朋友圈留言 朋友圈评论'],
];

/** Meetings that no other word of the line names; tried when nothing else was found. */
export const LAST_METHOD_WORDS: readonly (readonly [Method, string])[] = [
  [
    'parent_visit',
    '找来了 来人了 来了人 来宿舍 来寝室 来教室 来实训室 来操场 来家属区 到宿舍 到寝室 来了一趟 来接孩子 来接娃 送孩子来 送娃来 校门口说 校门口聊 校门口碰 办公室聊 办公室谈 办公室说 陪孩子来 陪着来 送行李来 送被子来 来领孩子 来接人 来签字 来签字了 来办休学 来办退学 来办手续 来看孩子 来看娃 来拿东西 来取东西 找我谈 找我聊 找我说 门口等我 堵在办公室 堵我 坐了半小时才走 坐了一会儿才走 楼下碰见 楼下遇到 楼下碰到 见了某 见了面 见面 当着面 面聊 面对面 亲口说 握着我的手 拉着我的手 拉着我 在传达室 在门卫室 在保卫处见 在医院见 医院里见 病房里 在医院碰 食堂碰',
  ],
];

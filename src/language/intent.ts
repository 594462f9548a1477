import { isAmendment } from './amend.ts';
import { isAboutApprovals } from './approvals.ts';
import { asksForDrafts } from './drafts.ts';
import { findEmergency, opensAsEmergency } from './emergency.ts';
import { FRAUD_WORDS } from './fraud-topics.ts';
import { tellsOfLifeDanger } from './life-danger.ts';
import { hideMatter } from './matter.ts';
import { findFollowIntent } from './notice-follow.ts';
import { asksForKinds, ordersKind } from './notice-kind.ts';
import { findOpening } from './opening.ts';
import { tellsOfMiss } from './outcome.ts';
import { findPastQuestion } from './past-questions.ts';
import type { Intent } from './reading.ts';
import { findKin, KIN_WORD } from './relation.ts';
import { findRivals } from './rivals.ts';
import { hasRhythm } from './schedule.ts';

/** What is known of the line before its intent is decided. */
export interface Clues {
  /** Normalised; only the head of a notice with its own text. */
  readonly text: string;
  readonly hasOwnText: boolean;
  readonly hasStudent: boolean;
  /** A guardian's own name stands for the student's. */
  readonly hasGuardian: boolean;
  readonly isOnlyStudents: boolean;
  readonly isOnlyAnswer: boolean;
  readonly isQuestionOpen: boolean;
  readonly isAboutCampaign: boolean;
  /** A day of the last weeks is named: what happened on it is past. */
  readonly hasRecentDay: boolean;
}

export interface IntentReading {
  readonly intent: Intent;
  readonly rivals: readonly Intent[];
  /** An emergency that tells of a contact as well. */
  readonly isContactToo: boolean;
}

const END = '[\\s。！!.~呀啊哦吧呢了的哈喽啦咯嘞哒？?]*$';
const whole = (source: string): RegExp => new RegExp(`^(?:${source})${END}`, 'i');

const HELP = whole(
  '[？?]+|help|/?帮助|使用?(?:说明|帮助|方法)|菜单|功能|说明|怎么用(?:你|啊)?|(?:你|这个|这)?(?:能|会|可以)(?:干|做|帮我?做?)?(?:什么|啥|些什么|哪些)(?:事|功能)?|(?:有|都有)(?:什么|哪些|啥)功能|如何使用|怎么(?:记录|操作|使用|弄|查|发|记)(?:的|呢)?|教(?:教)?我(?:怎么用)?|(?:不会用|不懂怎么用)|你是谁|你好|您好|在吗|hi|hello|(?:有)?哪些命令|指令|命令',
);
/** 帮助 喜报, 怎么发喜报: how something is done here; how to speak with a family is another matter (话术). */
const HELP_ABOUT =
  /^(?:help|\/?帮助|使用说明|使用方法|说明|教程)[\s:，]*[^\s，。]{1,14}$|^(?:怎么|如何|怎样|咋个?|怎么样|我?(?:要|想)?(?:怎么|如何))(?:才)?(?:能|可以)?(?:给(?:家长|群里)|在群里|在这|用你|让你)?(?:群发|发|写|记录?|登记|补录|设置?|查询?|看|用|使用|撤销?|撤回|改|修改|更正|删除?|约|录入?|定|添加|加|抽|上报|停|暂停|恢复|导出|生成|取消|新建|弄|搞|开启?)(?:一?个|一?条|一?份|一下|出)?[^，。\s]{0,8}(?:喜报|处分|告知函?|通知|反诈|定时|提醒|记录|问卷|总结|小结|信|函|进度|联系|家访|意见|应急|群发|台账|反馈|工单|家长会|活动|关注|名单|发送|接龙)[^，。\s]{0,4}[呢啊呀吗的？?！!。\s]*$/i;
const SENT = whole(
  '(?:都|已经|已|刚|我|刚刚|群里|群|通知|反诈|消息|那条|这条|班里|各班|全部|\\s|，)*(?:已发(?:送)?|发了|发过(?:了)?|发完(?:了)?|发好(?:了)?|发出(?:去)?(?:了)?|转发(?:过)?(?:了)?|发送(?:完|好|成功)?(?:了)?|发到群里(?:了)?|发群里(?:了)?|贴(?:上去|出去|进群)(?:了)?|搞定|完成(?:了)?)(?:到|进)?(?:群里|群|家长群|\\d+个群)?(?:了)?',
);
const SENT_TO = whole(
  '(?:通知|反诈|消息|那条|这条|我|\\s|，)*(?:(?:都|已经?|刚|刚刚|刚才)+发(?:送)?(?:到|给|进|在)[^，。给]{0,6}群里?了?|发(?:送)?(?:到|给|进|在)[^，。给]{0,6}群里?了)',
);
const PAUSE =
  /(?:先|都|统统|全部|赶紧|赶快|快){1,3}(?:给我)?(?:停一停|停一下|停下来?|缓一缓|等一等再发)|JX-?[A-Z0-9]{8}[，\s]*(?:这|那)?[条个]?(?:通知)?(?:先|别|不要|不用|就|给我)*(?:停|暂停|发)(?!了?[吗没]|得|出|到|完|给)|(?:停掉?|停止|叫停)\s?(?:通知)?\s?JX-?[A-Z0-9]{8}|发送暂停|暂停(?:一下)?(?:发送|发|所有|全部|一切|通知|推送|群发|我的|我)|(?:全部|所有|先|马上|赶紧|立刻|快|统统|都)(?:给我)?(?:停(?:止|下|了|掉)?|别)(?:发|推)|停止(?:发送|发|推送|一切|所有)|停(?:止|掉|下)?群发|停发|^停[！!。，\s]+|别再?发了?.{0,4}(?:发错|错了)|发错了.{0,6}(?:停|撤|别)|^(?:暂停|停一下|叫停|刹车|停下)|^停[！!。]*$/i;
const RESUME =
  /(?:恢复|继续|接着)[^，。]{0,6}JX-?[A-Z0-9]{8}|JX-?[A-Z0-9]{8}[^，。]{0,6}(?:恢复|继续发?|接着发)|恢复(?:一下)?(?:发送|发|推送|通知|群发)|(?:继续|接着|重新)(?:发送|推送|开始发|往下发|发吧|发了)|(?:恢复|开始)(?:正常)?(?:群发|推送)|不(?:用)?(?:暂)?停了|(?:取消|解除|结束)暂停|可以继续发|^(?:恢复|继续发)[了吧。！]*$/i;
const UNDO =
  /^(?:撤(?![退离军侨资诉])|撤销|撤回|撤掉|撤了|作废|删|删除|删掉|删了|回退|取消(?:刚才|上一?条|那条|刚刚|最后|记录))(?![^，。]*(?:通知|定时|反诈|群|提醒|待办))|(?:把)?(?:刚才?|刚刚|上一?|最后|那|这|前)(?:一)?(?:的)?(?:那|这)?(?:条|个|记录|次)?(?:的)?(?:记录)?[^，。\s]{0,6}(?:删(?:了|掉|除)?|撤(?:了|回|销|掉)?|作废|不要(?:了)?|不算|取消掉?)|(?:记|录|搞)(?:错|重|多|重复)了?[，\s]*(?:删|撤|取消|作废)|重复了.{0,4}(?:删|撤)|(?:记录|那条)(?:不算|作废|撤回|撤销|删掉|删除|删了)|撤回$/;
const DUE =
  /(?:今天|今日|这周|本周|现在|明天|接下来|还|最近|下周)?(?:我)?(?:该|应该|需要|要)(?:联系|打(?:给)?|找|打电话给?|回访|跟进)(?:谁|哪些|哪个|哪几|几个|的家长)|还(?:差|剩|有)(?:谁|哪些|哪个|哪几|几个人?没|多少(?:人|家长|家|个)?(?:没|未))|(?:谁|哪些|哪几|哪个)[^，。]{0,12}(?:没|未)(?:有)?(?:联系|打|沟通|记录|通话|访|谈|联络)|(?:没|未)(?:有)?(?:联系|打|沟通)(?:过)?(?:的)?(?:家长|学生|名单|人)?(?:有|是)?(?:谁|哪些|哪几|名单|列表|几个)|待(?:办|联系|回访)(?:名单|列表|事项|的)?|^催(?:一下|办|促)?$|(?:联系|逾期|超期|今日|今天的?|该打的)(?:清单|名单|列表|任务)|今天(?:有)?(?:什么|啥|哪些)(?:任务|安排|事|要做)|还没(?:联系|打)的(?:有)?|逾期(?:的)?(?:有|是)?(?:谁|哪些)|谁(?:没打|还没打|没联系)|(?:谁|哪些|哪几个?)[^，。]{0,4}(?:逾期|超期|到期)/;
const PROGRESS =
  /进度|完成(?:率|度|情况|了?多少|几个)|覆盖率|(?:联系|打|沟通|访|谈|记|记录)(?:过)?了?(?:多少|几(?:个|家|位|次|户|条))|(?:还)?差(?:多少|几个|几家)|(?:已经|总共|一共|目前)?(?:联系|打|访|家访)(?:了|过)?(?:多少|几)|百分之多少|联系率|(?:我|我们)(?:这|本)(?:学期|月|周)[^，。]{0,10}(?:多少|几个|几家|怎么样|统计)|统计(?:一下)?(?:我)?(?:的)?(?:联系|记录|进展)|任务完成|(?:联系|工作|家校)[^，。]{0,4}进展|进展(?:如何|怎么样|情况)/;
const LOOK_UP =
  /^(?:查|查询|查下|查看|查一下|看看|看下|看一下|搜|搜索|找一下|找下|调出|翻一下|翻翻)(?!.{0,4}(?:各班|全院|全校|数据|大家|覆盖|寝|课|岗|质量))|(?:家长|[爸妈父母爷奶公婆叔姑舅姨]|监护人|家里)(?:亲)?(?:的)?(?:手机|联系)?(?:电话|号码|手机|联系方式|微信号?|手机号|号)(?:号|号码)?(?:是|有)?(?:多少|几号|什么|啥|给我|发我|是啥|呢|有没有|有吗|在哪|？|查|告诉我|$)|(?<![打回来通拨])电话(?:号码)?(?:给我|发我|发一下|是多少|多少|是啥|来一下)|联系方式|(?:家里|家庭|情况|家)(?:是)?(?:啥|什么|怎么)(?:样)?(?:的)?(?:情况|样|回事)?(?:[？?呢啊]|$)|(?:情况|资料|档案|信息|卡片|记录)(?:怎么样|如何|呢|看看|给我|调|查|发我|？|是什么|有哪些|[?？])|^某+(?:的)?(?:家|家里|家庭)?(?:的)?(?:情况|资料|档案|信息|卡片|记录)$|(?:家长|[爸妈父母])(?:亲)?(?:的)?(?:叫(?:什么|啥)|姓什么|名字|姓名)|(?:上次|最近一次|最后一次|之前)(?:联系|沟通|打电话|家访|聊)?(?:是)?(?:什么时候|啥时候|哪天|说了?(?:什么|啥)|聊了?(?:什么|啥)|几号|多久)|(?:家长|监护人)(?:是|有)(?:谁|哪几|几个|哪些)|(?:有|都有)(?:哪些|几条|什么)(?:联系)?记录|(?:联系|沟通|打)过(?:没有?|几次|吗)|(?:历史|往来|联系|沟通)记录(?!\s?:)/;
const REMIND =
  /提醒(?:我|一下我|下我|自己)|(?:到时|届时)(?:候)?(?:提醒|叫|喊|催)我?|(?:叫|喊)我(?:再)?(?:打|联系|回|去|给)|(?:别忘|别忘记|不要忘|记得|记着)(?:了)?.{0,12}(?:打|联系|回访|回电|问|家访|发|找|跟)|设(?:个|置|一个)?(?:提醒|闹钟|待办)|定(?:个|一个)?闹钟|待办(?:加|：|:)|加(?:个|一个|到)?待办|备忘/;
const REMIND_OTHERS = /提醒(?:一?下)?(?:各位|所有|全体|家长(?!.*提醒我)|群|大家|返校|孩子|学生)/;
/** 他妈提醒我孩子过敏: she reminds, the bot need not. */
const REMINDED_BY_FAMILY = new RegExp(
  `^某+(?:同学)?的?[他她]?(?:家长|${KIN_WORD})(?:还|又|也|特意|专门|一再|反复|打?电话|来电|微信)*提醒(?:我|老师)(?!.{0,6}(?:打|回|联系|发))`,
);
const GOOD_NEWS = /喜报|报喜|报个喜|喜讯|好消息|贺信|道贺|祝贺|道喜|恭喜|嘉奖|表扬信|(?:发|报)(?:个|一下)?喜/;
const DISCIPLINE =
  /处分(?:的)?(?:告知|通知|决定)(?!.{0,4}(?:聊|谈|沟通|说)了)|处分函|告知处分|(?:通知|告知)[^，。]{0,12}(?:家长|家里|家属|[爸妈父母])[^，。]{0,10}(?:处分|记过|严重警告|警告处分|留校察看|开除)|(?:给|向)[^，。]{1,14}(?:家长|家|爸|妈|父母)[^，。]{0,4}发[^，。]{0,8}(?:处分|记过|违纪)|^处分(?:告知)?[\s:，]/;
const DISCIPLINE_ORDER = /^处分(?:告知|通知|决定)(?:函|书)?[\s:，]/;
const LETTER =
  /(?:写|出|开|打印|生成|做|起草|拟|制作|准备)(?:一)?(?:个|份|封|下)?[^，。]{0,14}(?:函|(?<![微短])信(?!息)|家书|告知书|通知书|告家长书)|(?:寄|发|去|邮)(?:一)?(?:个|份|封)[^，。]{0,12}(?:函|信(?!息)|家书|告知书|通知书)|(?:函|信件|挂号信|告知书|通知书)(?:已|都|刚)?(?:寄|发|邮)(?:出|走|掉|了)+(?:去)?(?:了)?.{0,6}(?:EMS|ems|单号|快递|\d{8,})|^(?:函|信函|发函|寄信|寄函)(?:[\s:，]|$)|(?:回执|签收)(?:到了|收到|回来)|寄(?:个|份|封)?函/;
const SCHEDULE_LIST =
  /(?:我的|所有|全部|现在|有哪些|都有什么|看看|看下|查看|列出|显示|查|几个|有什么)?(?:的)?(?:定时|计划任务|自动发送|定时任务|定时发送)(?:任务|发送|群发|通知|计划)?(?:列表|清单|有哪些|有啥|有什么|是什么|还有|都有|情况|呢|$|[？?])|定时(?:列表|清单|有哪些)|(?:有哪些|几个|什么|查看|看看|看下|我的|列出|查一?下?)(?:的)?定时/;
const SCHEDULE_STOP =
  /(?:停(?:掉|止|了|用|下)?|取消|关(?:掉|闭|了)?|删(?:掉|除|了)?|撤(?:掉|销)?|不要|结束|终止|去掉|移除|暂停)(?:我的|那个|这个|第|一下)*[^，。]{0,14}(?:定时|每(?:天|日|周|星期|月|礼拜|个)|计划任务|自动发)|(?:定时|每(?:周|天|月|星期|礼拜)[^，。]{0,14})(?:的)?(?:任务|通知|反诈|群发|发送)?\s?\d{0,3}(?:号|个)?(?:停(?:掉|了|止|用)?|取消|关(?:掉|了|闭)|删(?:掉|除|了)|不(?:用|要)(?:再)?(?:发)?了|别(?:再)?发了?|撤了?)/;
const NOTICE_STATUS =
  /(?:通知|反诈|喜报|消息|群发)[^，。]{0,8}(?:都|全)?(?:送到|收到|发到|看到)(?:了)?(?:没|吗|多少|几)|JX-?[A-Z0-9]{8}[^，。]{0,8}(?:怎么样|怎样|咋样|到哪|状态|情况|进展|(?:发|送|看|收|读|确认)[^，。]{0,4}(?:吗|没|多少|几))|^JX-?[A-Z0-9]{8}[\s？?]*$|(?:上次|上一?条|刚才?|刚刚|最近|昨天|前天|今天|那条|那个|这条|之前|我)?(?:的|那|发)*(?:一?条|个)?(?:通知|反诈|喜报|群发|消息|短信|函|告知|公告|发送)[^，。]{0,8}(?:怎么样|怎样|咋样|情况|到哪|到了(?:没|吗)|状态|送达(?:了)?(?:没|吗|情况|多少|率)?|发出去(?:了)?(?:没|吗)|发完(?:了)?(?:没|吗)|发(?:了|到)(?:没|吗|多少|几)|成功(?:了)?(?:没|吗)|几个(?:人|家长)?(?:看|收|读|确认)|多少(?:人|家长|家|个)|谁(?:没|还没)|有没有|到没到|看了(?:没|吗)|回执|结果|进展)|(?:谁|哪些(?:家长|人)?|几个(?:家长|人)?|多少(?:家长|人))(?:还)?(?:没|未)?(?:确认|看|读|收到|回执)(?!.{0,4}问卷)|(?:发|送)(?:得|的)(?:怎么样|怎样|咋样|如何)|送达(?:情况|率|状态)|发送(?:情况|状态|结果|记录)|发到哪(?:了|儿)/i;
const ESCALATION =
  /(?:进|列为|列入|转为|调为|调成|调到|升为|升到|升级(?:为|到|成)?|设为|标(?:为|记为)|改成|改为|纳入|加入|作为)(?:[^，。\s]{0,4})?(?:重点|特殊|一般)(?:关注|学生|级|名单)?|(?:恢复|降(?:为|到|级)?|回到|调回|降回|退回|转回|取消|解除|移出)(?:到|为|成|了)?(?:一般|普通|重点|特殊)(?:关注)?|(?:取消|解除|移出)(?:重点|特殊)(?:关注)?|关注等级|(?:^|[\s，])上报(?:学院|学工处|领导|副书记|书记|心理中心)?|上?报(?:给|到|告)(?:学院|院里?|系里?|分管)?的?(?:领导|副?书记|院长|学工处|心理中心)|请(?:学院|院里?|系里?|分管)?的?(?:领导|副?书记|院长)(?:支援|帮忙|出面|介入|协调)|(?:升|降)级(?:为|成|到)?(?:重点|特殊|一般)/;
const OPINION =
  /转(?:给|到|交|达|办|学校)?(?:一下)?(?:后勤|教务|食堂|宿管|保卫|财务|学工|图书馆|信息|资助|校医|学院|基建|总务|团委|相关部门|部门)|(?:后勤|教务处?|食堂|宿管|保卫处?|财务处?|学工处?|图书馆|资助中心|相关部门|部门)(?:那边)?(?:已经|已)?(?:回(?:了|复)|答复|处理|解决|反馈)|意见(?:单|工单|汇总|处理|转)|工单|(?:提|登记|记)(?:一?个|条|下)?(?:家长)?(?:意见|建议|投诉)|(?:意见|建议|投诉)(?:登记|转办|处理到哪|怎么处理)|件件回音|反馈给(?:后勤|教务|学校|食堂|宿管|保卫|财务|学工|部门)/;
const DEPARTMENT_ANSWER =
  /^(?:后勤|教务处?|食堂|宿管|保卫处?|财务处?|学工处?|图书馆|资助中心|相关部门|部门|校医院)(?:那边)?(?:已经|已)?(?:回(?:了|复)|答复|处理|解决|反馈)/;
const TICKET =
  /^(?:家长)?(?:意见|建议|投诉|诉求)?工单(?:[\s:，]|$)|^(?:提|开|建|登记)(?:一?[个条张])?(?:意见|投诉|诉求)?工单/;
const EVENT =
  /(?:家长会|座谈会|开放日|家长见面会|开学典礼|毕业典礼|晚会|大讲坛)(?:开(?:了|完|过)|结束|办(?:了|完)|的?(?:通知|签到|报名|纪要|记录|方案|议程|安排|名单|邀请|筹备|时间)|[^，。]{0,8}邀请|定在|安排在|改到|(?:到|来)了\d+)|活动(?:报名|签到|方案|名单)|(?:开|办|举办|组织|召开|筹备|安排)(?:一?(?:个|场|次|期|届)|线上|班级|新生|年级|校园|家长(?=开放|座谈|见面))*(?:家长会|座谈会|开放日|见面会|典礼|大讲坛)|(?:到|来)了?\d+(?:个|位|人|家).{0,6}缺\d+|会议纪要|\d+[月./]\d+[号日]?[^，。]{0,6}(?:家长会|开放日|座谈会|典礼)/;
const INVITATION =
  /(?:想|要|准备|打算|帮我|需要|得|安排|能不能|可以)(?:约|请|邀请|邀)[^，。]{0,14}(?:来|面谈|谈|见|到校|一趟|过来|参加)|(?:邀请|邀)(?:函|[^，。]{0,12}(?:家长|爸|妈|父母))|约(?:访|一下)[^，。]{0,10}(?:家长|爸|妈|父母)|(?:给|向)[^，。]{0,12}发(?:个|一?份)?邀请|^约(?:访|谈)?\s?[^，。]{1,10}(?:家长|爸|妈|父母)[^，。]{0,10}(?:来|面谈|见)(?!了)|^(?:请|让|叫|喊)某[^，。]{1,8}?(?:明|后天|下(?:个|周|星期|礼拜|月)|周[一二三四五六日末])[^，。]{0,6}(?:来|到)[^，。了过]{0,8}$/;
const VISIT =
  /(?:家访|走访)(?:的)?(?:名单|计划|安排|路线|方案|对象|行程|预约|任务|准备|表)|(?:安排|计划|准备|预约|约|要|打算|想|明天|后天|下周|周末|寒假|暑假|下个月|\d+[月./]\d+[号日]?)[^，。]{0,14}(?:去[^，。]{0,12}家访|去[^，。]{0,10}家里?(?:走访|看看|$)|家访|走访)(?!了|过)|备访|寒假家访|暑假家访|(?:\d+[号日]|周[一二三四五六日末])去[^，。]{1,14}家(?:家访)?/;
const SURVEY =
  /问卷|抽签|抽(?:取|选|样|查)?\s?(?:\d+\s?[%％]|百分之|三成|\d+个|\d+位|[^，。]{0,3}家长)|抽样|满意度|调查表|(?:随机)抽(?!10条|\d+条|查)/;
const SUMMARY =
  /(?:学期|工作|月|周|年度|期末|本月|这周|家校|联系)(?:家校|联系)?(?:工作)?(?:小结|总结)|(?:写|生成|做|出|导出)[^，。]{0,10}(?:总结|小结|台账|汇总表)|^(?:小结|总结)|台账/;
const DESK =
  /(?:各班|全院|全校|各学院|各辅导员|每个辅导员|各位辅导员|全系|院里|辅导员们)[^，。]{0,10}(?:情况|联系|覆盖|进度|完成|质量|数据|排)|(?:随机)?抽(?:查|看|检)?\s?\d*\s?条|抽查|督导|(?:看|查)(?:下|看|一下)?(?:各班|全院|全校|各学院)|质量(?:抽查|检查)|工作台|驾驶舱|看板/;
const SENDING =
  /(?:^|[^已刚我了过])(?:发|群发|通知|转告|私聊|告诉|转发|推送|发布|公告|知会|提醒)(?!了|过|言|烧|生|现|展|了|火|呆|病|脾气|愁|作|高烧|低烧|愣|泄|奖|困难)/;
const DRAFT =
  /(?:写|(?<!改)编|拟|起草|编辑|(?:想|弄|来)(?:一?个|一?条|一?段))(?:一?个|条|段|份|篇|下|几句)?[^，。]{0,14}(?:短信|通知|话术|消息|微信|文案|信息|公告|稿)|(?<![没不再])怎么(?:跟|和|对|给|回(?!事)|说)[^，。]{0,10}(?:家长|[爸妈]|说|回|讲|开口)?|咋(?:说|回)|话术/;
const FAMILY = /家长|[两三四五六几各]家(?!人)|某家(?!访)|家里|家属|家人|监护/;
const DONE =
  /(?:打|聊|通|谈|说|联系|沟通|发|寄|访|见|接|回|告知|通知|交流|反馈|告诉|来|去|讲|问|加|约|写|留|转达|视频|反映|了解)(?:了|过|完|好|到|通|上)|已(?:经)?(?:向|给|跟|与|和)|打电话来|来电话|来问|已(?:经)?(?:联系|电话|告知|通知|沟通|打|发|寄|电联|微信|家访|致电|短信|回访|告诉|邮|加)|刚(?:刚|才)?(?:给|跟|和|打|与|联系|接)|没(?:人)?(?:接|回|通|打通|联系上|理|反应|动静|看)|不(?:接|回|理)|打不通|不通|占线|关机|停机|空号|拉黑|打错|无人|挂断|拒接|不接|来电|来访|来校|来了|来学校|(?:电话|微信|短信|QQ|qq|视频|语音|邮件)(?:上|里|中)?(?:联系|沟通|告知|通知|交流|聊|反馈|说|谈|回访|问|里|中|了解)|(?:打|发|寄|写|聊|加|通|回|去|见)[^，。\s]{0,6}了(?!吗|没)|(?:谈|聊|说|沟通|交流)得|(?:跟|和|与|同|向|找)[^，。]{1,8}(?:核实|确认|对过|对了|交代|商量|通气|通过气|汇报|交底|摊牌)|来(?:签|办|领|取|拿|送|接|交|看|问|谈|闹|退|搬|道歉|参加|陪)|代接|接电话|留言|发来|寄来|打来|碰[到见上]|遇[到见上]|一起去的|主动|说|表示|反映|回复|态度|配合|知道了|家访|面谈|致电|电联|约谈|接到|收到|回电|打来|打过来|挂了|签收|赴约|面[告陈商议询叙晤]|登门|还在|致谢|拒|寄出|扑了?个?空|没敲开|门锁着/;
/** Something still to be done: no contact yet. */
const FUTURE_CONTACT = /^(?:明天|后天|下周|待会|等下|一会儿?|晚点|回头|改天|下午要|晚上要|准备|打算|想|要|需要|计划)/;
/** Opens with a student and the family: it tells, it does not order. */
const TELLING = new RegExp(`^某+(?:同学)?(?:的)?[，\\s]?(?:他|她|其)?(?:家|${KIN_WORD})`);
const COMMAND_RECORD =
  /^(?:记(?!得|着|错|性|者|住|过|事)|记录|登记|补录|补记|录入|录|漏记|补(?:一)?[条个]|忘(?:了|记)记|帮记)/;
const CONTACT_NOUN =
  /电话|微信|短信|QQ|qq|视频|家访|邮件|语音|信函|寄信|来访|面谈|电联|座谈|家长会|函|邮寄|挂号信|快递/;

/** Decides what the line is for; rivals are meanings that fit nearly as well. */
export function decideIntent(clues: Clues): IntentReading {
  return decide(
    COMMAND_RECORD.test(clues.text) && !clues.hasOwnText ? { ...clues, text: hideMatter(clues.text) } : clues,
  );
}

function decide(clues: Clues): IntentReading {
  const { text } = clues;
  const only = (intent: Intent, ...rivals: Intent[]): IntentReading => ({ intent, rivals, isContactToo: false });
  if (text === '') return only(clues.isOnlyAnswer ? 'answer' : 'unknown');
  if (HELP.test(text) || (HELP_ABOUT.test(text) && !clues.hasStudent)) return only('help');
  if (!clues.hasOwnText && tellsOfLifeDanger(text) && !isForOthersEyes(text))
    return { ...only('emergency'), isContactToo: tellsOfContact(clues) };
  if (clues.isQuestionOpen && clues.isOnlyAnswer) return only('answer');
  if (clues.isAboutCampaign) return only('campaign');
  if ((SENT.test(text) || SENT_TO.test(text)) && !clues.hasStudent) return only('sent');
  const follow = clues.hasOwnText ? undefined : findFollowIntent(text);
  if (follow) return only(follow);
  const pastQuestion = clues.hasOwnText ? undefined : findPastQuestion(text, clues.hasStudent);
  if (pastQuestion) return only(pastQuestion);
  if (!clues.hasOwnText && asksForDrafts(text)) return only('show_drafts');
  if (!clues.hasOwnText && asksForKinds(text)) return only('notice_kinds');
  if (isKindOrder(clues)) return only('notice');
  const rivals = clues.hasOwnText || !clues.hasStudent ? undefined : findRivals(text, LOOK_UP.test(text));
  if (rivals) return only(...rivals);
  if (!clues.hasOwnText) {
    if (opensAsEmergency(text)) return only('emergency');
    const simple = shortCommand(clues);
    if (simple) return only(simple);
  }
  if (clues.isOnlyAnswer) return only('answer');
  if (!clues.hasOwnText && clues.isOnlyStudents) return only(clues.isQuestionOpen ? 'answer' : 'look_up');
  const hasFamily = clues.hasGuardian || FAMILY.test(text) || findKin(text).length > 0;
  const danger =
    clues.hasOwnText || hasFamily || isForOthersEyes(text) || (isAntiFraud(text) && SENDING.test(text))
      ? null
      : findEmergency(text);
  if (danger && clues.hasStudent) return only('emergency');
  if (LETTER.test(text) && /EMS|ems|单号|快递单|\d{10,}/.test(text)) return only('letter');
  const isContact = tellsOfContact(clues);
  if (!clues.hasOwnText) {
    if (
      isAmendment(text) &&
      !/^漏记|^忘(?:了|记)记/.test(text) &&
      !(isContact && (/^[^，。]{0,12}(?:打了|聊了|通了|联系了)/.test(text) || isStory(text)))
    )
      return only('amend');
    if (
      REMIND.test(text) &&
      !REMIND_OTHERS.test(text) &&
      !REMINDED_BY_FAMILY.test(text) &&
      !(isContact && COMMAND_RECORD.test(text)) &&
      !isDoneFirst(text)
    )
      return only('reminder');
  }
  if (!clues.hasOwnText && (DEPARTMENT_ANSWER.test(text) || TICKET.test(text))) return only('opinion_ticket');
  const sending = sendingIntent(clues, isContact);
  if (sending) return only(sending);
  if (isContact || COMMAND_RECORD.test(text)) return only('record');
  const emergency = isAntiFraud(text) && SENDING.test(text) ? null : findEmergency(text);
  if (emergency) return only('emergency');
  const rest = lateIntent(clues);
  if (rest) return only(rest);
  if (
    clues.hasStudent &&
    (clues.hasGuardian || FAMILY.test(text) || findKin(text).length > 0 || CONTACT_NOUN.test(text))
  )
    return only('record');
  if (
    !clues.hasStudent &&
    (DONE.test(text) || CONTACT_NOUN.test(text)) &&
    (FAMILY.test(text) || findKin(text).length > 0)
  )
    return only('record');
  return only('unknown');
}

/** Orders a notice by its matter, and none that has an intent of its own. */
function isKindOrder(clues: Clues): boolean {
  const { text, hasOwnText, hasStudent } = clues;
  // 挂了 is a call that was hung up, but 挂了4门 are failed courses.
  // 联系不上 in an order is the student's.
  const isDone = tellsOfContact({ ...clues, text: text.replace(/挂了?[\d一二两三四五六七八九十]+[门科]/g, '') }, false);
  if (hasOwnText || isDone || hasRhythm(text) || isAntiFraud(text)) return false;
  return !GOOD_NEWS.test(text) && !DISCIPLINE.test(text) && ordersKind(text, hasStudent);
}

/** Tells of a family at length, and of no earlier record: 家访改成线上, 上次是他不对 correct nothing of ours. */
function isStory(text: string): boolean {
  return (
    TELLING.test(text) &&
    text.length >= 20 &&
    /电话里|说|聊|谈|看了|沟通|微信|视频/.test(text) &&
    !/[那这上]一?条|记录|[记写搞说弄]错|刚才|刚刚|更正|补充|应该是/.test(text)
  );
}

/** Asks to tell others about it (在群里说, 查, 撤): no report of a danger. */
function isForOthersEyes(text: string): boolean {
  if (/群(?!体|众|殴)/.test(text) && isRequest(text)) return true;
  if (isAntiFraud(text) && SENDING.test(text) && !/说|来电|电话/.test(text)) return true;
  return (
    UNDO.test(text) ||
    /^(?:查|查询|查看|看看|看一下|搜|翻|调出|撤(?![退离军侨资诉])|删|更正|改[成为]|怎么|如何)/.test(text)
  );
}

/** 安排周六去…家访: the Saturday ahead, not the last one. */
const ARRANGED = /^我?们?(?:安排|准备|打算|计划|预约|约|想|要)/;

/** 1月18号去…家访: a day ahead and no word of a result. */
function isVisitPlan(text: string): boolean {
  if (!/(?:去|到|对)[^，。]{1,16}家访(?!了|过|完|记录)|(?:去|到)[^，。]{1,12}家(?:里)?走访(?!了|过)/.test(text))
    return false;
  return (
    !/[昨前]天|昨晚|上周|上个|刚|今天[上下中]午|了|过|说|聊|在家|没人|条件|困难|表示|见到|反映|态度/.test(text) &&
    /\d+[月号日.]|明|后天|下周|周[一二三四五六日末]|寒假|暑假|准备|计划|打算|月/.test(text)
  );
}

function shortCommand(clues: Clues): Intent | undefined {
  const { text } = clues;
  const isPastTalk = clues.hasStudent && (DONE.test(text) || (TELLING.test(text) && CONTACT_NOUN.test(text)));
  if (isAboutApprovals(text)) return 'approvals';
  if (SCHEDULE_STOP.test(text)) return 'schedule_stop';
  if (SCHEDULE_LIST.test(text) && !hasRhythm(text)) return 'schedule_list';
  if (RESUME.test(text)) return 'resume';
  if (PAUSE.test(text) && text.length <= 30 && !isPastTalk) return 'pause';
  if (UNDO.test(text) && text.length <= 40 && !clues.isOnlyAnswer && !isStory(text)) return 'undo';
  if (SURVEY.test(text) && !isPastTalk) return 'survey';
  if (NOTICE_STATUS.test(text) && !isPastTalk) return 'notice_status';
  if (DESK.test(text) && !clues.hasStudent && !/群|发给|发到/.test(text)) return 'desk';
  if (SUMMARY.test(text) && !clues.hasStudent) return 'summary';
  if (
    /(?:家访|走访)(?:的)?名单|家访计划/.test(text) ||
    (isVisitPlan(text) && (!clues.hasRecentDay || ARRANGED.test(text)) && !REMIND.test(text))
  )
    return 'visit';
  if (DUE.test(text) && text.length <= 40) return 'due_list';
  if (PROGRESS.test(text) && text.length <= 40 && !clues.hasStudent) return 'progress';
  if (
    LOOK_UP.test(text) &&
    text.length <= 40 &&
    !/致电|电联|(?:电话|微信)(?:联系|沟通|了解|告知)|家长(?:说|反映)|(?:打|聊|联系|沟通|说|谈|通)了|没接|打不通|没(?:有)?(?:打|拨|接)通|换|\d\D{0,4}[跟和与给]某[^，。]{0,6}电话$/.test(
      text,
    )
  )
    return 'look_up';
  return undefined;
}

/** Does the head of the line tell of a contact that took place, before any words about what comes next? */
function isDoneFirst(text: string): boolean {
  const done = DONE.exec(text);
  const remind = REMIND.exec(text);
  return Boolean(
    done &&
      remind &&
      done.index < remind.index &&
      /(?:打|聊|通|谈|联系|沟通)(?:了|过)|没接|不通|没人接|关机|停机/.test(text.slice(0, remind.index)),
  );
}

function tellsOfContact(clues: Clues, hasMiss = tellsOfMiss(clues.text)): boolean {
  const { text, hasOwnText, hasStudent } = clues;
  const hasFamily = clues.hasGuardian || FAMILY.test(text) || findKin(text).length > 0;
  if (hasOwnText) return false;
  if (hasStudent && isReport(text)) return true;
  if (isRequest(text)) return false;
  if (!DONE.test(text) && !hasMiss)
    return (
      hasStudent &&
      hasFamily &&
      CONTACT_NOUN.test(text) &&
      (TELLING.test(text) || !SENDING.test(text)) &&
      !FUTURE_CONTACT.test(text)
    );
  if (FUTURE_CONTACT.test(text) && !hasMiss && !/(?:打|聊|通|谈|联系|沟通|发)(?:了|过)|说|接/.test(text)) return false;
  return hasStudent ? hasFamily || CONTACT_NOUN.test(text) || /打(?:了|过|不通)|没接|不通|接了|联系/.test(text) : false;
}

/** Opens with whom we reached and how, and goes on to the matter. */
function isReport(text: string): boolean {
  const opening = findOpening(text);
  return opening !== undefined && text.length > opening.end + 2 && !/[？?吗]\s*$/.test(text);
}

/** Asks for something to be written or sent: 帮我写个…, 给…发个…, …怎么回. */
function isRequest(text: string): boolean {
  if (
    /给[^，。]{1,14}(?:发|写|编|留|寄|邮|出)(?:个|一?条|一?封|一下|一份|下)(?![^，。]{0,8}(?:了|过)|(?:微信|短信|消息|信息|通知)?(?:说了|没|已))/.test(
      text,
    ) &&
    !/(?:发|打|聊|通|说|联系)(?:了|过)|没回|回复/.test(text)
  )
    return true;
  if (INVITATION.test(text) && !/了|过(?!来)|说|聊|没/.test(text)) return true;
  // 妈妈又在群里发牢骚: the family speaks there, nobody is asked to.
  const isFamilyThere =
    TELLING.test(text) && !/群(?:里|内|中)?(?:面)?[^，。]{0,6}(?:一下|一声|下$|个|条|吧)/.test(text);
  if (
    !isFamilyThere &&
    /(?:在|到|往|发)[^，。]{0,6}群(?:里)?(?:面)?(?:说|讲|发|公布|通报|公示|贴|念)(?!了|过)|把[^，。]{1,30}(?:发|贴|公布|通报|说)(?:到|在|进)?[^，。]{0,4}群(?!.{0,4}了)/.test(
      text,
    )
  )
    return true;
  if (DRAFT.test(text) && !/(?:打|聊|通|谈|联系|沟通)了/.test(text)) return true;
  return /^(?:帮我|给我|请|想|要|能不能|可以)?[^，。]{0,2}(?:群里|家长群)?发(?:个|一?条|一下|点)(?!.{0,12}(?:了|过))/.test(
    text,
  );
}

function isAntiFraud(text: string): boolean {
  return FRAUD_WORDS.test(text);
}

function sendingIntent(clues: Clues, isContact: boolean): Intent | undefined {
  const { text, hasOwnText } = clues;
  // A line that opens with the student tells of something; who wants something sent says so first, or says 发个.
  const isTelling =
    !hasOwnText &&
    TELLING.test(text) &&
    !/发(?:个|一?条|一下|一份|给|到)|写(?:个|一?条|封)|群(?!里(?:也|又|还|发牢骚|说|骂|抱怨|问|@)|里$)|怎么|咋|喜报|报喜|告知函/.test(
      text,
    );
  if (isTelling) return undefined;
  const isSendingNow = hasOwnText || !isContact;
  if (hasRhythm(text) && (SENDING.test(text) || /反诈|群/.test(text)) && !isContact) return 'schedule';
  if (!isSendingNow) {
    // 处分告知 某某 记过 发到家长群 orders a notice, though 发到 sounds done; whether it may go there is asked later.
    if (DISCIPLINE_ORDER.test(text) && !/电话|微信|短信|(?:打|聊|说|谈|发|告知|通知)(?:了|过)|说|表示/.test(text))
      return 'discipline';
    if (GOOD_NEWS.test(text) && /^喜报|发(?:个|一下|一?份|一?条)?喜报/.test(text) && !/(?:发|报)(?:了|过)/.test(text))
      return 'good_news';
    return undefined;
  }
  if (DISCIPLINE.test(text) && !(hasOwnText && /群/.test(text))) return 'discipline';
  if (GOOD_NEWS.test(text) && !hasOwnText) return 'good_news';
  if (LETTER.test(text) && !hasOwnText && !/短信|微信/.test(text)) return 'letter';
  if (hasOwnText) return GOOD_NEWS.test(text) ? 'good_news' : 'notice';
  if (EVENT.test(text) || SURVEY.test(text)) return undefined;
  if (isAntiFraud(text) && /发|推|转|来一?条|提醒|群|宣传|播|通知/.test(text) && !clues.hasStudent) return 'broadcast';
  if (isAntiFraud(text) && /发|推|群/.test(text) && !findEmergency(text)) return 'broadcast';
  if (findEmergency(text) && !/群|通知|写/.test(text)) return undefined;
  if (ESCALATION.test(text) || OPINION.test(text) || INVITATION.test(text) || VISIT.test(text)) return undefined;
  if ((SENDING.test(text) && (FAMILY.test(text) || /群/.test(text) || findKin(text).length > 0)) || DRAFT.test(text))
    return 'notice';
  if (/群(?:里)?(?:说|讲|公布|通报|发|通知|公告|贴)|让(?:家长|他们)/.test(text)) return 'notice';
  return undefined;
}

function lateIntent(clues: Clues): Intent | undefined {
  const { text } = clues;
  if (OPINION.test(text)) return 'opinion_ticket';
  if (ESCALATION.test(text)) return 'escalation';
  if (VISIT.test(text)) return 'visit';
  if (EVENT.test(text)) return 'event';
  if (INVITATION.test(text)) return 'invitation';
  if (LETTER.test(text)) return 'letter';
  if (DISCIPLINE.test(text)) return 'discipline';
  if (SUMMARY.test(text)) return 'summary';
  if (PROGRESS.test(text)) return 'progress';
  if (LOOK_UP.test(text) && clues.hasStudent) return 'look_up';
  return undefined;
}

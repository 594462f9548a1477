import { searchTable } from './lexicon/pattern-table.ts';
import type { Topic } from './reading.ts';
import { findTopicFamilies } from './topic-families.ts';
import { CLEAR_HINT, findTopicHints, type TopicHint, WHOLE_WORD } from './topic-hints.ts';
import { findTopicsBySound } from './topic-sounds.ts';
import { findTopicWords } from './topic-words.ts';

/** Words by topic code, after the clauses of the 2024 rule (contract §6). */
const TOPICS: readonly (readonly [Topic, RegExp])[] = [
  [
    'failed_courses',
    /挂(?:科|了?[\d一二两三四五六七八九十几多好]+(?:门|科)|课|了(?:高数|英语|体育|好几|几|不少|[^，。\s]{1,6}(?:课|学|语|数|论)))|[\d一二两三四五六七八九十几多]+(?:门|科)(?:课|课程)?(?:没过|没及格|不及格|不过|未通过|挂|没通过)|(?:没|未)(?:过关|及格)|(?:高数|英语|体育|课|数学|物理|化学|会计|四级|考试|期末|专业课|[学论语]|原理|政治|思政|毛概|马原|线代|概率|统计|日语|计算机)(?:都|又|也|还)?(?:没|未)(?:能)?(?:过|考过|通过|及格)|补考|重修|缓考|不及格|挂[高英体](?:数|语|育)|欠学分|学分不够|缺学分|(?:高数|英语|体育|数|[语学论课理史政图]|编程|会计|统计|物理|线代|四级|六级|两门|几门|门)(?:又|也|都|全)*挂(?:了|掉)|挂科|重考|清考|刷学分/,
  ],
  [
    'status_warning',
    /学分[^，。]{0,4}(?:未|没|不)(?:达|够|满)|学业警示|警示|学业警告|换专业|不想上学|不(?:想)?读书了?|辍学|学籍|学业预警|预警|学籍清理|学籍(?:警|异动|问题|处理|状态|变动|核查|注册)?|退学警告|[红橙黄]色|[红橙黄]牌|学分(?:差|不足|没修|欠|没修够|修不够|预警|少|还差)|降级|试读|留级|休学|复学|退学|转专业|转学|延长学制|保留学籍|编级|修满/,
  ],
  [
    'grades',
    /成绩|考试(?!作弊)|绩点|分数|四六级|[四六]级|期中|期末|计算机(?:二级|等级)|二级(?:考|证|没|过)|普通话(?:考|证|等级|测试)|考了?\d|考得|学习(?!贷)|学业|功课|上进|听课|作业|课程|考级|证书考试|平均分|教资|偏科|专业课|学不(?:进|会|懂)|考试|跟不上|(?<=[课堂讲]|老师|内容)[^，。；\s]{0,4}听不懂|听不懂(?=课|老师|讲课|上课|内容|专业|高数|英语课)|挂靠|基础差|复习|备考|自习|成绩单|考砸|厌学|不想学|不想读|不读了|不想念|不念了|念书|读书|上课|学不下去|[AB]级|过级|早读|早自习|课表|GPA/,
  ],
  [
    'mental_health',
    /划(?:了)?手|割手|咨询室|双相|用药|复诊|危机|念头|想死|住进精神|治疗师|心理委员|情绪障碍|创伤|心理|抑郁|焦虑|自残|自伤|自杀|轻生|精神|咨询中心|双相|强迫症|不想活|割腕|想不开|服药|吃药(?!感冒)|心理测评|筛查|就诊精神|安定医院|心理医生|心理老师|幻听|惊恐|失眠|躁郁|厌食|量表|危机干预|活着没意思|跳楼|寻短见|遗书|睡不着/,
  ],
  [
    'emotion',
    /退群|不理人|发呆|话少|暗恋|表白|纠缠|心事|闹脾气|孤单|开心不起来|懊悔|害怕|怕黑|怕人|被甩|复合|不适应|(?<![一双两各配邀多])对象(?!国)|走得(?:很|挺|比较)?近|在谈(?=[，。\s]|$)|暧昧|搞对象|耍朋友|胆小|胆子小|怕生|孤僻|心里(?:不|难|有|很|堵|苦)|暗恋|恋家|想爸|想妈|受刺激|受打击|难过|伤心|生气|情绪|早恋|失恋|恋爱|处(?:了)?(?:个)?(?:对象|朋友)|(?:有|找)(?:了)?(?:没有?)?(?:个)?对象|谈(?:了)?(?:个)?(?:对象|朋友|男友|女友|恋爱)|分手|感情|情感|压力|低落|崩溃|哭|不开心|闷闷不乐|想家|心情|孤独|沉闷|沉默寡言|烦躁|易怒|暴躁|闹情绪|委屈|自卑|内向|状态(?:不|很|一般|差|好|还|有)|郁闷|敏感|不爱说话|不说话|紧张|消沉|想不通|情伤|追求|男朋友|女朋友|网恋|烦|emo|低迷/,
  ],
  [
    'health',
    /夹(?:了|伤)|割(?:伤|破)|烫(?:伤|了)|磕|缝针|打针|看牙|近视|痛经|药(?!品安全)|看医生|挂水|做检查|用药|犯病|虚弱|体弱|崴脚|生理期|不舒服|难受|牙|眼睛|视力|生病|高烧|低烧|烧到|退烧|病情|贫血|休养|中暑|养病|病(?!假条)|住院|手术|发烧|感冒|身体(?!力行)|骨折|受伤|体检|医院|看病|就医|就诊|复查|过敏|阑尾|胃|肺|传染|水痘|晕|疼|痛|摔|车祸|扭伤|伤|治疗|吃药|确诊|营养|康复|隔离|甲流|流感|肠胃|贫血|低血糖|心脏|癫痫|哮喘|怀孕|疫苗|输液|急诊|崴|脱臼|头晕|呕吐|拉肚子|咳嗽|新冠|肺炎|送医|健康/,
  ],
  [
    'growth',
    /入党|党员|积极分子|发展对象|推优|入团|团员|入伍|参军|当兵|征兵|应征|班长|班委|学习委员|团支书|学生会|社团|干部|任职|竞选|志愿者|三下乡|发展|预备|优秀(?:学生|团|毕业|班|干部|党|志愿|实习|个人)|三好|表扬|进步|当选|入选|服兵役|体检政审|退伍|部长|主席|成长|团委|党课|支书|提升/,
  ],
  [
    'conduct',
    /打呼|邻床|小团体|抱团|脏话|顶嘴|品德|诚信|说脏|做人|懂礼|讲卫生|不讲|不尊|不睦|不和(?=[，。的\s]|$)|不对付|打呼噜|骂|吵|借(?:了)?[^，。]{0,8}(?:钱|块|元)|不还钱?|没还|撒谎|说谎|动手|推搡|人际|同学(?:之间|关系|相处|矛盾|闹|吵|不和|不合|合不来|打)|室友|舍友|宿舍(?:关系|矛盾|闹|不和|吵|相处|的?人|换|调)|寝室(?:关系|矛盾|吵|闹|不和|相处)|换(?:宿舍|寝室)|调(?:宿舍|寝室|寝)|矛盾|吵架|打架|相处|品行|行为|表现|顶撞|礼貌|态度(?:不端|散漫)|懒散|沟通(?:能力|困难)|合群|孤立|霸凌|欺负|不尊重|和老师|师生|闹别扭|排挤|脾气|性格|冲突/,
  ],
  ['evaluation', /加分|德育|评奖|评选|名额|公示|综测|综合测评|综合素质|测评(?!心理)|德育分|素质分|综合评价|评优|评先/],
  [
    'graduation',
    /毕业照|离校|实习报告|毕业审核|资格审核|学历|开题|定稿|盲审|毕业(?!典礼|晚会)|结业|肄业|论文|毕设|答辩|学位|延毕|毕业设计|延期毕业|毕业证|学位证|查重|毕业要求|离校手续/,
  ],
  [
    'rules',
    /电炉|门禁|承诺书|安全责任书|签字|纪律|校规|规矩|不许|不准|作息时间|规定|校规|制度|学生手册|校纪|要求(?!家长来)|政策|手册|条例|守则|禁止|电器|大功率|管理办法|规章/,
  ],
  [
    'registration',
    /催费|收费|催缴|催交|学杂费|退费|回单|扣款|代扣|要交的|该交的|报名费|服装费|班费|体检费|押金|入学手续|钱(?:已)?(?:转|打|存)(?:到|进|孩子)?|费(?:用)?(?:多少|怎么|能不能|什么时候)|注册|报到|缴费|欠费|学费|交费|住宿费|缴纳|缓缴|绿色通道|没交|未交|费用|返校|书本费|交学|没缴|未缴|催缴|开学手续|住宿(?!情)/,
  ],
  [
    'attendance',
    /假条|[长短事病丧婚]假|溜号|早走|没到|未到|离岗|脱岗|中途跑|查房|回没回|没回来|不归|跑了|擅离|失踪(?!人口)|不在(?:寝|校|宿舍)|没去(?:上课|学校|实习)|续假|准假|超假|旷|逃学|缺课|缺勤|缺席|考勤|逃课|请假|销假|迟到|早退|没来上课|没上课|不上课|不去上课|没去上课|晚归|夜不归|未归|不归宿|没回(?:宿舍|寝|校)|查寝|查课|签到|点名|出勤|翘课|不来上课|不来学校|没到课|到课|上课(?:不|没|睡|玩|迟|情|老)|请了|请[一二两三四五六七八九十几半\d]+(?:个)?(?:天|周|星期|节|晚|月|小时)|丧假|病假|事假|离校|外宿|校外住|外住|夜归|擅自|未返校|没返校|早操|晚自习|晚点名|缺了|不请假|出早操|晨跑/,
  ],
  [
    'activity',
    /艺术团|协会|学生组织|[金银铜]牌|名次|冠军|亚军|季军|拿奖|舞蹈|集训|省赛|国赛|校队|主持|讲座|研学|社会服务|打球|文体|义卖|献血|拔河|排球|足球|社团|志愿|义工|参赛|实训|比赛|竞赛|获奖|大赛|社会实践|实践|创新|创业|大创|挑战杯|互联网\+|勤工|活动|运动会|篮球|演讲|晚会|第二课堂|第一名|[一二三特]等奖|金奖|银奖|铜奖|优胜|奖状|得奖|拿奖|拿了|科研|项目|志愿服务|文艺|演出|歌手|辩论|夏令营|专利|排练|军训|合唱|田径/,
  ],
  [
    'aid',
    /餐补|补发|救济|残疾证|建档|帮扶|捐|免学费|补(?:助|贴|办贫困)|困难(?:户|补)|勤工助学|国助|入账|到账|未到账|(?<!网络|校园|小额|不良|套路|裸|平台|非法)贷款|续贷|还贷|奖助|路费|学费减|奖金|助学|救助|奖学金|资助|贫困|困难(?:认定|补助|生|家庭|等级|申请)|补助|励志|国奖|国励|国助|低保|助学贷款|生源地|临困|建档立卡|家庭经济|经济困难|脱贫|减免|临时困难|家里困难|困难认定|特困|慰问金|补贴|家庭困难|经济(?:条件|情况|压力|状况|紧张|拮据|负担)|条件(?:不好|差|一般|困难|艰苦|确实)|没钱|手头紧|生活费(?:不|没|紧|少|困难)/,
  ],
  [
    'discipline',
    /处理结果|不服|认错|赔(?!偿金)|打碎|损坏|破坏|砸|偷拿|违禁|刀具|公物|受处理|养(?:猫|狗|宠物)|告知书|受罚|罚|处分|违纪|记过|警告(?!学业)|作弊|留校察看|开除|通报批评|替考|处理决定|违规|抽烟|吸烟|喝酒|打架|斗殴|酗酒|赌博|赌|偷|盗|打人|夹带|抄袭|检讨|违反|处罚|申诉|纪律|打伤|醉酒|电动车|外卖柜|翻墙|代课|严重违/,
  ],
  [
    'career',
    /合同|转正|辞职|离职|跳槽|专接本|导游证|驾校|技能证|从教|单位(?:要|催|反映|打|说)|进厂|上班的地方|厂里|酒店|实习(?:嫌|累|苦)|择业|从业|入职|教师编|事业编|编制|特岗|招教|兼职|工作的事|就业|找[^，。]{0,3}工作|实习(?!证明函)|考研|考公|考编|升学|专升本|升本|公务员|三支一扶|西部计划|简历|招聘|面试|offer|签约|三方|工作(?:找|单位|落实|去向|的事|没着落|意向)|顶岗|招考|就业意向|选调|留学|出国|求职|职业|考证|教师资格|规划|未来|前途|打算|上岸|岗位|毕业去向|二战|保研|事业单位|单招|接班|创业/,
  ],
  [
    'invitation',
    /(?:取消|推迟|改期|改约)[^，。]{0,8}(?:面谈|来访|见面)|请[^，。]{0,6}来(?:校|学校|系|院)|来(?:校|学校)(?:一趟|面谈|商量)|邀(?!功)|约(?:了|好)?[^，。]{0,8}(?:来|谈|见)|参会|参观|列席|邀请|约(?:了|好|在|定)?(?:下周|周|明天|后天|时间)?[^，。\s]{0,6}(?:来校|来学校|到校|面谈|见面|来一趟|过来)|开放日|家长会|座谈会|来校面谈|来学校一趟|典礼|请(?:家长|他|她)?[^，。\s]{0,3}来(?:学校|校|一趟)|来一趟|到校(?:商量|面谈|协商|参加|沟通)|约访|约谈|大讲坛|参加(?:典礼|活动|家长)/,
  ],
  [
    'family_change',
    /判给|过世|官司|事故|水灾|塌|坐牢|病危|出大事|没了(?=[，。\s]|$)|去(?:年|世)没了|走得早|车祸|离(?:了)?婚|分家|双亡|父母(?:都)?不在|孤儿|离婚|离异|去世|过世|走了(?=[，。\s]|$)|变故|家里出事|出了?事|破产|失业|下岗|再婚|车祸(?:去世|身亡)|(?:[爸妈父母爷奶公婆亲])(?:亲)?(?:生病|住院|重病|病重|病了|病危|做手术|瘫痪|癌|确诊|出车祸|受伤|摔|中风|坐牢|被抓|走了|不在了|跑了)|丧|癌|火灾|地震|洪水|受灾|分居|生意(?:失败|亏|不好|赔)|欠债|负债|债|病逝|后事|奔丧|过继|改嫁|家暴|失踪|丢了工作|大病|重病|工伤/,
  ],
  [
    'family',
    /没(?:时间|空|精力)管|管不(?:了|住|过来)|盖房|建房|照看|抚养|户口|弟妹|家庭|家里(?:情况|条件|现状)|父母均?在|仅[爷奶]|一个人带|亲生|没人管|不管孩子|住[^，。]{0,3}家|跑长途|顾不上|亲戚|照看|家里(?!人说|面)|家庭(?!困难|经济)|家中|父母(?:务工|打工|在外|外出|都在|关系|工作)|打工|务工|单亲|亲子|家里人|家风|留守|独生|兄弟|姐妹|弟弟|妹妹|家境|老家|带大|抚养|监护|隔代|溺爱|家教|沟通少|不跟家里|不和家里|给家里|住址|地址|家庭情况|换工作|搬家|务农|种地|养殖|在家(?!访)|农忙|做生意|跑车|上班|外地|(?:爸妈|父母)(?:都)?在|拆迁|弟妹|酗酒|出走/,
  ],
  [
    'fraud',
    /信用卡|陌生链接|反诈中心|押金骗|租号|卖卡|借卡|收款码|骗局|微贷|套现|杀猪|诈骗|反诈|被骗|受骗|刷单|网贷|校园贷|套路贷|裸贷|借贷|(?<!助学|续|生源地|国家|银行)贷款(?!助学|生源|续|逾期)|诈|骗|两卡|银行卡|电信|催收|杀猪盘|借呗|花呗|分期|高利|传销|转账|上当|冒充|杀猪|借钱|洗钱|跑分|帮信|中奖/,
  ],
  [
    'thought',
    /意识形态|言论|转发|发帖|翻墙|信佛|教堂|爱国|动态|价值取向|态度不|厌学|不想(?:读|念|上|学)|不读了|不念了|入党|思想|政治|信仰|宗教|价值观|人生观|三观|理想|觉悟|爱国|迷茫|目标|信教|网络言论|言论|舆情|极端|没(?:有)?方向|态度不(?:端正|积极)|上进心|摆烂|躺平|消极|动力|没动力/,
  ],
  [
    'daily_life',
    /到家|行李|包裹|水卡|饭卡|校卡|天冷|路上|车票|接站|送站|伙食|早起|宽带|充电|想要买|生活用品|近来|忙不忙|零用|理发|钥匙|洗衣|搬宿舍|退宿|照顾|吃住|开销|网购|起床|走读|搬出|熬夜|打游戏|游戏|生活费|生活|吃饭|食堂|饭菜|作息|宿舍|寝室|消费|花钱|花销|手机|睡觉|睡懒觉|通宵|卫生|穿衣|天冷|外卖|玩手机|上网|网吧|网瘾|沉迷|直播|追剧|饮食|起居|睡眠|习惯|抽烟|喝酒|兼职|空调|洗澡|热水|水电|住宿(?:条件|环境)|适应|衣服|被子|想吃|减肥|瘦|胖|平安|安全|注意安全|出行|回家|放假|假期|暑假|寒假|国庆|票|快递|交通|骑车|驾照|学车|天气|降温|衣物|日常|近况|挺好的|都好|乱花|校园卡|学生证|身份证|早饭|早餐|丢了|去向|留校(?!察看)|过节|打牌|麻将|打麻将|刷视频|抖音|小红书|租房|房租|零花|断网|澡堂|洗衣|水费|电费|床位|吃不惯|家常|唠家常|零食|饿|穿/,
  ],
];

interface PlacedHit {
  readonly topic: Topic;
  readonly words: string;
  readonly index: number;
  /** Words with a gap between them, in which another topic may stand. */
  readonly hasGap?: boolean;
}

export interface TopicHit {
  readonly topic: Topic;
  readonly words: string;
}

/** Wider words, asked only when no narrow one was found: a record with a rough topic is easier to find than one with none. */
const LOOSE: readonly (readonly [Topic, RegExp])[] = [
  ['health', /药|诊|医保|医|体质|血|累/],
  ['aid', /经济|钱|欠|费|款|低收入|负担/],
  ['status_warning', /转班|专业|学制|手续|签字/],
  ['career', /工作|上班|创业|毕业后|升/],
  ['attendance', /租房|外面住|请|回校|到校|出勤|离开学校/],
  ['daily_life', /租|住|吃|睡|玩|穿|冷|热|花|安全|近况|习惯|适应|平安|聚餐|出去|假期|生日|瘦|室内|日子/],
  ['grades', /学|课|考|书|分数|老师教/],
  ['emotion', /爱|心|开朗|乐观|高兴|难|压抑|孤|怕|恨|脾气/],
  ['conduct', /关系|吵|闹|朋友|性格|懂事|孝顺|听话|礼貌|规矩|乖|不错|优秀|表现/],
  ['family', /家里|家中|父|母|爸|妈|弟|妹|亲戚|农村|地里|老人/],
  ['thought', /想法|观念|目标|方向|态度/],
];

/** English mixed in. */
const ENGLISH: readonly (readonly [Topic, RegExp])[] = [
  ['career', /\b(?:internship|intern|job|interview|career)s?\b/i],
  ['grades', /\b(?:exam|grade|score|study|homework|cet-?[46]|gpa)s?\b/i],
  ['failed_courses', /\b(?:fail(?:ed)?|retake|resit)\b/i],
  ['health', /\b(?:sick|fever|ill|hospital|flu)\b/i],
  ['emotion', /\b(?:sad|stress(?:ed)?|lonely|down|crush|breakup|homesick)\b/i],
  ['mental_health', /\b(?:depress(?:ed|ion)?|anxiety|anxious)\b/i],
  ['attendance', /\b(?:absent|absence|late|leave|skip(?:ped)?)\b/i],
  ['registration', /\b(?:tuition|fee|fees)\b/i],
  ['daily_life', /\b(?:dorm|game|gaming|phone addiction|canteen)s?\b/i],
];

/** What is left when a record has words of a matter, though none that is known: everyday life. */
const SOME_MATTER =
  /(?:说|讲|问|反映|要求|聊|关于|谈|表示|希望|担心|因为?)(?:了|过|到|起|一下|下|是|:|，)*[\p{Script=Han}]{3,}/u;

const searchTopics = searchTable(TOPICS);

/** Every topic that the text touches, the one named first standing first. */
export function findTopics(text: string): TopicHit[] {
  const hits: PlacedHit[] = searchTopics(text).map(({ key, ...place }) => ({ topic: key, ...place }));
  for (const hit of [...findTopicWords(text), ...findTopicFamilies(text)]) {
    const known = hits.findIndex(({ topic }) => topic === hit.topic);
    // Tables and families know the whole expression where a pattern saw a part of it; a longer one covers what it holds.
    if (known < 0) hits.push(hit);
    else if (hit.words.length >= (hits[known]?.words.length ?? 0)) hits[known] = hit;
  }
  for (const [topic, pattern] of /[a-zA-Z]{3}/.test(text) ? ENGLISH : []) {
    const match = pattern.exec(text);
    if (match) hits.push({ topic, words: match[0], index: match.index });
  }
  if (hits.length === 0) {
    const alike = findTopicsBySound(text);
    const hints = findHints(text, new Set(alike.map(({ topic }) => topic)));
    return alike.length + hints.length > 0 ? [...alike, ...hints].slice(0, 2) : findLoose(text);
  }
  const kept = prune(hits).sort((a, b) => a.index - b.index);
  if (kept.length > 2) return kept;
  const hints = findHints(text, new Set(hits.map(({ topic }) => topic))).slice(0, 1);
  return kept.length === 1 || (hints[0]?.score ?? 0) > WHOLE_WORD ? [...kept, ...hints] : kept;
}

/** No family is filed under these for half a word. */
const DELICATE: ReadonlySet<Topic> = new Set(['mental_health', 'discipline', 'fraud', 'family_change']);

/** The one or two topics that everyday words of the matter hint at clearly. */
function findHints(text: string, known: ReadonlySet<Topic>): TopicHint[] {
  const hints = findTopicHints(matterOf(text)).filter(({ topic }) => !known.has(topic));
  const clearest = hints[0]?.score ?? 0;
  return hints
    .filter(({ topic, score }) => score >= (DELICATE.has(topic) ? WHOLE_WORD : CLEAR_HINT) && score >= clearest * 0.7)
    .slice(0, 2);
}

/** 张三父通: a word of kin with nothing of the family's own life is no topic. */
function withoutKin(text: string): string {
  return text.replace(/(?<=某|[他她])(?:的)?[父母爸妈爹娘爷奶叔姨舅姑]亲?/g, (words) => ' '.repeat(words.length));
}

/** What the names, the kin and the way of contact leave over: 张三妈妈电话打了 has no topic. */
function matterOf(text: string): string {
  return withoutKin(text).replace(
    /某+(?:同学)?(?:的)?(?:他|她)?(?:家长|家里|家|爸爸?|妈妈?|父亲|母亲|爷爷?|奶奶?|父母|爸妈)?|(?:他|她|孩子|学生)?(?:家长|爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|外公|外婆|父母)|电话|短信|微信|联系|家访|来访|老师|学校|办公室|高兴|开心|关心|放心|费心|上心|请|忙|难打|没空/g,
    ' ',
  );
}

function findLoose(text: string): TopicHit[] {
  const matter = matterOf(text);
  const hits: TopicHit[] = [];
  for (const [topic, pattern] of LOOSE) {
    const match = pattern.exec(matter);
    if (match) hits.push({ topic, words: match[0] });
  }
  const matterOnly = matter.replace(
    /(?:知道了?|好的?|收到|谢谢|感谢|会配合|配合|支持|同意|没意见|在[^，。]{0,3}|打错|不是|(?:过[一两几]天|改天|下次|晚上|明天|回头)?再(?:说|打|聊|联系|回)|回电|回拨|稍后|晚点|等会|改天|信号)/g,
    '',
  );
  const some = hits.length === 0 ? SOME_MATTER.exec(matterOnly) : null;
  return some ? [{ topic: 'daily_life', words: some[0] }] : hits.slice(0, 2);
}

/** Wide words give way to the narrow topic that they are part of. */
function prune(hits: readonly PlacedHit[]): PlacedHit[] {
  const topics = new Set(hits.map((hit) => hit.topic));
  return hits.filter((hit) => {
    const isCovered = hits.some(
      (other) =>
        other !== hit &&
        (!other.hasGap || hit.topic === 'grades') &&
        other.words.length > hit.words.length &&
        other.index <= hit.index &&
        other.index + other.words.length >= hit.index + hit.words.length,
    );
    if (
      isCovered &&
      ['health', 'family', 'daily_life', 'rules', 'growth', 'grades', 'thought', 'aid', 'career'].includes(hit.topic)
    )
      return false;
    if (
      hit.topic === 'daily_life' &&
      !topics.has('conduct') &&
      /^(?:手机|宿舍|寝室|住宿|回家|票|放假)$/.test(hit.words) &&
      [...topics].some((topic) => !['daily_life', 'rules', 'invitation'].includes(topic))
    )
      return false;
    if (hit.topic === 'family' && /^(?:家里|在家|上班|外地|家中)$/.test(hit.words) && topics.size > 1)
      return topics.has('daily_life') && topics.size === 2;
    return true;
  });
}

import { findWords, isNegated } from './draft.ts';
import type { GuardRule } from './rule.ts';

/**
 * What somebody who has got a counsellor's account would write (domain.md finding 5, §4.6): secrets, pictures, screens and
 * programs, and `don't ask anybody`. A school has no reason for any of it.
 */

const SECRET =
  '(?:验证[马玛吗麻]|校验[马玛]|(?<![a-z])yzm(?![a-z])|短信验证|验证短信|验证码|校验码|动态码|短信码|口令|密码|登录码|支付码|cvv|安全码|(?:银行)?卡号|工资卡|存折|余额|(?:手持)?身份证(?:号码?|照片?|正反面|复印件|原件)?|银行卡(?:号|照片|正反面)|(?:微信|qq|学信网|支付宝|网银)[^，,。]{0,4}(?:账号|密码)|人脸(?:识别)?(?:视频)?|开户行)';
const HAND_OVER =
  '(?:发|报|告诉|告知|提供|交|截个?图|截个?屏|传|回复|回我|念|拍|私信|私发|上传|核对一下|登记|填(?:写|好|一下|在|到)?|给我|给老师)';
const SECRET_ASKED = new RegExp(
  `${SECRET}[^。]{0,14}${HAND_OVER}|(?<![没未])${HAND_OVER}[^，,。]{0,14}${SECRET}|(?:要|需要|麻烦)[^，,。]{0,6}(?:验证码|密码|口令)`,
  'gu',
);
/** 刚收到的那六个数字, 短信里的数字: a code that is not called one. */
const CODE_TALKED_ROUND =
  /(?:短信|手机)(?:里|上|会?收到|来)[^，,。]{0,10}(?:数字|号码|位数|6位|六位)[^。]{0,12}(?:发|告诉|报|念|给)|(?:[六四6４4]|几)(?:位|个)(?:数字|数|码|数儿)[^。]{0,10}(?:报|发|告诉|念|给|回)|(?:您|你|家长|请|麻烦)[^，,。]{0,4}刷(?:个|一下|一)?脸(?!机|支付|闸|系统|通道)|短信[^。]{0,12}(?:码|数字?)[^，,。]{0,4}(?:念|发|报|告诉|给)|把(?:上面|里面|那个|收到|看到)的?[^，,。]{0,3}(?:码|数字?)[^，,。]{0,4}(?:念|发|报|告诉)|短信[^，,。]{0,6}(?:截图|截屏|转发|原文)[^，,。]{0,4}(?:发|给|转)|短信(?:转发|发|转)给?(?:我|老师)|数字(?:报|发|念|告诉)给?(?:我|老师)/gu;
const IMAGE =
  /裸照|(?:裸|私密|隐私|不雅|露骨|那(?:些|种|张|几张|个)|她?他?发(?:过|出去|给对方)的|视频里的)[^，,。]{0,8}(?:照片?|图片?|视频|录像|截图)/gu;
const IMAGE_ASKED = /(?:发|传|给|提供|交|转|备份|拷)[^，,。]{0,8}(?:给?我|老师|一份|过来|上来|学校|核实|群)|存一份/u;
const SCREEN =
  /(?:打开|开启|点开|进入|使用|配合|开一?下|加入)[^，,。]{0,8}(?:共享屏幕|屏幕共享|远程(?:控制|协助|桌面))|(?:开(?:一下|个|启)?|要|来)?(?:屏幕共享|共享屏幕)(?=[^。]{0,8}(?:我|教|指导|操作))|(?:向日葵|todesk|teamviewer)/gu;
const PROGRAM =
  /(?:下载|安装|装(?:上|一个|个|下)|下(?:一)?个)[^，,。]{0,14}(?:app|软件|应用|客户端|程序|插件|安装包)/gu;
const KNOWN_PROGRAM =
  /反诈|学校|学院|校园|官方|官网|应用商店|应用市场|企业微信|学习通|腾讯会议|钉钉|雨课堂|超星|教务|12123|个人所得税/u;
const PAPER =
  '(?:户口[本簿]|身份证|护照|学生证|残疾证|低保证|房产证|结婚证|离婚证|出生证明?|病历|诊断书|诊断证明|驾驶证|毕业证|银行流水|征信|证件)(?:的|原件|复印件|扫描件|首页|正反面|照片|截图|图片|和|、|本人页|拍照|拍一?[下张]|一?张)*';
/** 户口本照片发到群里: whoever is in the group may keep it. */
const PAPERS_IN_GROUP = new RegExp(
  `${PAPER}[^，,。不别勿]{0,8}(?:发|传|晒|上传|贴|放|丢|拍)(?:到|在|进|至|上|来)*(?:本|这个|班级|家长|咱们)?群|${PAPER}[，,]?(?:请|直接|都|统一|拍照|拍好)*(?:发|传|上传)(?:到|在|进)?(?:这里|群文件|接龙|相册)|(?:群里|群内|本群|在群|接龙)[^，,。不别勿]{0,8}(?:发|传|晒|上传|贴|拍|填|登记|报)[^，,。]{0,6}${PAPER}`,
  'gu',
);
const ALONE =
  /(?:疑问|问题|不清楚|不明白)的?[^，,。]{0,4}(?:别|不要|不用)(?:打电话|问|找|核实)|(?:别|不要|勿|不用|不必|无需|先不)(?:再)?(?:私聊|私信|打电话|联系|问|告诉|声张|外传|核实|跟|和)[^，,。]{0,3}(?:老师|我核实|别人|其他人|其他老师|辅导员|学校|学院|班主任|银行|警察|旁人)|(?:不用|不必|无需|别)(?:再)?(?:打电话)?核实|(?:别|先别|不要|勿)(?:告诉|跟|让)(?:孩子|学校|任何人)[^，,。]{0,6}(?:[，,。！!]|说|讲|知道|$)(?=[^。]{0,12}(?:按我|照我|我来|听我|就行|操作))|按我说的(?:做|操作)|不要声张|别声张|切勿声张/gu;
const NEW_NUMBER =
  /(?:我|老师|本人|辅导员)(?:已经|最近|今天|刚刚?)?(?:换|改)(?:了|成)?(?:个|新)*(?:手机)?(?:号|微信|qq|电话|账号)|(?:微信|手机|qq|电话)(?:号码?|号)?(?:已经?|又|刚)?(?:换了|改了|被盗|被封|丢了)|新(?:号|微信|qq|电话号?)(?:是|为|:|：)|(?:这是|用)(?:我|老师)(?:的)?(?:新|小|另一个)号/gu;

export const trickRules: readonly GuardRule[] = [
  {
    id: 'secret_asked',
    decisions: { group: 'block', private: 'block' },
    find: ({ bare, isWarning }) =>
      isWarning
        ? []
        : [
            ...findWords(
              bare,
              SECRET_ASKED,
              (before, after) =>
                !isNegated(before) &&
                !/(?:窗口|现场|当面|派出所|补办|到校|(?:带|凭|持|携带|出示)[^，,。]{0,10}$)/u.test(before) &&
                !/^[^，,。]{0,6}(?:别|不要|勿)/u.test(after),
            ).filter((words) => !/不|别|勿|带|携带|本人|补办/u.test(words)),
            ...findWords(bare, CODE_TALKED_ROUND, (before) => !isNegated(before)),
          ],
  },
  {
    id: 'papers_in_group',
    decisions: { group: 'block' },
    find: ({ bare, isWarning }) => (isWarning ? [] : findWords(bare, PAPERS_IN_GROUP, (before) => !isNegated(before))),
  },
  {
    id: 'image_asked',
    decisions: { group: 'block', private: 'block' },
    find: ({ bare }) =>
      IMAGE_ASKED.test(bare)
        ? findWords(bare, IMAGE, (before) => !isNegated(before)).filter(
            () => !/(?:不要|别|勿|不能|绝不|不会)[^，,。]{0,10}(?:发|传|转|给)/u.test(bare),
          )
        : [],
  },
  {
    id: 'screen_or_program',
    decisions: { group: 'block', private: 'block' },
    find: ({ bare, isWarning }) =>
      isWarning
        ? []
        : [
            ...findWords(bare, SCREEN, (before) => !isNegated(before)),
            ...findWords(bare, PROGRAM, (before) => !isNegated(before)).filter(() => !KNOWN_PROGRAM.test(bare)),
          ],
  },
  {
    id: 'told_to_be_silent',
    decisions: { group: 'block', private: 'block' },
    find: ({ bare, isWarning }) => (isWarning ? [] : findWords(bare, ALONE)),
  },
  {
    id: 'new_number',
    decisions: { group: 'block', private: 'flag' },
    find: ({ bare, isWarning }) =>
      isWarning
        ? []
        : findWords(bare, NEW_NUMBER, (before) => !isNegated(before) && !/(?:孩子|他|她|学生)的?$/u.test(before)),
  },
];

import { spellSyllables } from './pinyin.ts';
import type { Topic } from './reading.ts';

/**
 * Topic words by their sound, for what voice input and quick typing make of them (逃客, 请嫁, 情虚). Asked only where no
 * topic was found by its characters, so an everyday word that sounds alike seldom stands here; those that might are in
 * `HARMLESS`.
 */
const WORDS: Readonly<Partial<Record<Topic, string>>> = {
  failed_courses: '挂科 补考 重修 不及格 缓考 学分不够 清考',
  status_warning: '学业预警 预警 退学 休学 复学 留级 转专业 学籍',
  grades: '成绩 期中 期末 四级 六级 学习 作业 考试 绩点 听课',
  mental_health: '心理 抑郁 焦虑 自残 失眠 轻生',
  emotion: '情绪 恋爱 失恋 压力 早恋 分手 低落 想家 心情 自卑',
  health: '生病 住院 手术 发烧 感冒 身体 骨折 体检 过敏 胃病',
  growth: '入党 入团 参军 班长 竞选 表现 进步 志愿',
  conduct: '宿舍矛盾 室友 打架 吵架 矛盾 欺负',
  evaluation: '综测 测评 评优 综合测评',
  graduation: '毕业 论文 答辩 学位 延毕',
  rules: '规定 校规 违规电器 制度',
  registration: '缴费 欠费 学费 报到 注册 缓缴 返校',
  attendance: '旷课 请假 迟到 早退 缺课 逃课 夜不归宿 晚归 考勤 旷考',
  activity: '比赛 竞赛 实践 获奖 社团 活动',
  aid: '助学金 奖学金 贫困生 助学贷款 补助 资助 困难认定 励志',
  discipline: '处分 违纪 记过 作弊 抽烟 警告',
  career: '就业 实习 考研 考公 专升本 升学 三方 简历 就业协议',
  family_change: '离婚 去世 变故 离异',
  family: '家庭 打工 单亲 留守',
  fraud: '诈骗 反诈 网贷 刷单 被骗 校园贷',
  thought: '思想 动态 信仰',
  daily_life: '宿舍 生活费 熬夜 游戏 食堂 安全 作息 外卖 放假',
};
const HARMLESS = /大家|时间|世间|事件|已经|知道|联系|这个|那个|家长|老师|电话|微信|同学|同意|感谢|回复|方便|去是/u;

let sounds: Map<string, Topic> | undefined;
let longest = 0;

function indexOfSounds(): Map<string, Topic> {
  if (sounds) return sounds;
  sounds = new Map();
  for (const [topic, words] of Object.entries(WORDS))
    for (const word of words.split(' ')) {
      sounds.set(spellSyllables(word).map(soundOf).join(' '), topic as Topic);
      longest = Math.max(longest, [...word].length);
    }
  return sounds;
}

/** Southern ears: zh and z, n and ng are one. */
function soundOf(syllable: string): string {
  return syllable.replace(/^([zcs])h/u, '$1').replace(/([aei])ng$/u, '$1n');
}

/** Topics whose words sound like words of the text; the longest first. */
export function findTopicsBySound(text: string): { topic: Topic; words: string }[] {
  const index = indexOfSounds();
  const found: { topic: Topic; words: string }[] = [];
  // 打过去是别人接的 speaks of a call: 去是 is no 去世.
  for (const [run] of text.replaceAll(/[打拨]过去/gu, '，').matchAll(/\p{Script=Han}{2,60}/gu)) {
    const characters = [...run];
    const syllables = spellSyllables(run).map(soundOf);
    if (syllables.length !== characters.length) continue;
    for (let start = 0; start < characters.length - 1; start += 1) {
      for (let length = Math.min(longest, characters.length - start); length >= 2; length -= 1) {
        const topic = index.get(syllables.slice(start, start + length).join(' '));
        if (!topic) continue;
        const words = characters.slice(start, start + length).join('');
        if (HARMLESS.test(words)) continue;
        if (!found.some((hit) => hit.topic === topic)) found.push({ topic, words });
        start += length - 1;
        break;
      }
    }
  }
  return found.slice(0, 2);
}

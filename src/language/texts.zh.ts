import type { NoGoodNews } from './good-news.ts';
import type { NoContact } from './no-contact.ts';
import type { NotDone } from './not-done.ts';
import type { StudentMention } from './reading.ts';

const MOST_SHOWN = 6;

/** What the reader of lines asks or refuses, in words for the counsellor. */
export const TEXTS = {
  dateWithWeekday: (month: number, day: number, weekday: number): string =>
    `${month}月${day}日（周${'一二三四五六日'[weekday - 1] ?? ''}）`,
  tooLong:
    '这段话太长了（超过 5000 字），我怕读错，所以什么都没有记；原话已保存，没有丢。请分几段发给我，一段说一件事就好。',
  whichStudent: '请问说的是哪位同学的家长？发姓名就可以，例如“张三”。',
  refuseRanks:
    '成绩、名次和挂科名单不能发到家长群里，会让孩子和家长难堪，也不合规定。我可以帮您给每位家长单独发他自己孩子的情况。',
  refusePrivate:
    '学生的心理、健康、处分和家庭困难属于隐私，不能在群里说。我可以帮您私下告诉这一位家长，并先提醒您与学生谈过。',
  refuseMoney: '我不能帮忙向家长收钱、收红包或发收款码，老师也不能代收。学校的费用请家长只走学校财务的官方缴费渠道。',
  unsupportedRhythm:
    '我现在只会按天、按周或按月的某一天定时（例如“每周五下午5点”）。要每周发、每月发，还是换一个日子？',
  notDone: {
    negated:
      '听起来这次还没有联系家长，所以我没有记录。等联系过了再告诉我；若是想让我提醒，可以说“明天上午10点提醒我联系”。',
    supposed: '这是假设的情况，我没有当成联系记录。等真的联系过了再告诉我，我来记下。',
    planned:
      '这是接下来的打算，我没有当成联系记录。要我到时提醒吗？可以说“明天上午10点提醒我联系”；联系过后告诉我，我来记下。',
    grouped: '在群里说的不算和这一家单独联系，所以我没有记录。单独联系过以后告诉我，我来记下。',
    thwarted:
      '听起来这次没有联系成，所以我没有记录。等联系过了再告诉我；若是打了没接通，说“打了没接”我就记一次未接通。',
    number: '这像是家长的号码，我没有当成联系记录；名册里的电话请学院管理员更新。若是已经打过，说“打了”我就记下。',
    added: '只是加上了联系方式，还没有聊，所以我没有记录。聊过之后告诉我，我来记下。',
  } as Partial<Record<NotDone | NoContact, string>>,
  noGoodNews: {
    notWon: '听起来这个奖没有评上，所以我没有起草喜报，什么都没有发。评上了再告诉我，例如“喜报 张三 三好学生”。',
    notSent: '好的，没有起草喜报，什么都没有发。要发的时候再告诉我，例如“喜报 张三 三好学生”。',
    anotherFamily:
      '喜报只发给获奖学生自己的家里，这句话里获奖的和收喜报的像是两位同学，所以我还没有起草。请写明谁得了奖，一次说一位，例如“喜报 张三 三好学生”。',
  } satisfies Record<NoGoodNews, string>,
  impossibleDate: (words: string): string =>
    `“${words}”这一天我对不上日历，可能还没到，也可能没有这一天。请问是哪一天联系的？`,
  longAgo: (day: string): string => `您说的是 ${day}，离现在已经很久了。确定是这一天吗？`,
  which: (mention: StudentMention): string => {
    const shown = mention.candidates
      .slice(0, MOST_SHOWN)
      .map(
        (student, index) =>
          `${index + 1}. ${student.name}（${student.className}，学号末四位 ${student.studentNo.slice(-4)}）`,
      );
    const more =
      mention.candidates.length > MOST_SHOWN
        ? `\n还有 ${mention.candidates.length - MOST_SHOWN} 位，请加上班级再说一次。`
        : '';
    return `“${mention.words}”是哪一位？\n${shown.join('\n')}${more}`;
  },
  isItThisOne: (mention: StudentMention): string => {
    const student = mention.candidates[0];
    return student ? `“${mention.words}”指的是${student.className}的${student.name}吗？` : '';
  },
  notFound: (words: string): string => `在您负责的学生里没有找到“${words}”。请核对姓名，或发学号给我。`,
  classNotFound: (words: readonly string[], classNames: readonly string[]): string => {
    const shown = classNames.slice(0, MOST_SHOWN).join('、');
    const known = shown === '' ? '' : `您的班级有：${shown}${classNames.length > MOST_SHOWN ? ' 等' : ''}。`;
    return `没有找到班级“${words.join('”“')}”，所以还没有准备发送。${known}请问要发给哪个班？请用完整的班名再说一次。`;
  },
  whichMeaning: '这句话我有两种理解，请选一个。',
} as const;

import type { CommandContext, CommandSpec, Reply } from '../command/index.ts';
import { scopeOf } from '../command/index.ts';
import { getTemplateKind } from '../template/index.ts';
import { createApprovalCommand, pressApproval } from './approval/approval.commands.ts';
import { answerAboutBatch, createBatchCommand, isAboutBatch } from './batch/batch.commands.ts';
import { showBatchesOfKind } from './batch/show-batch.ts';
import { batchTexts } from './batch/texts.zh.ts';
import { createCampaignCommand } from './campaign/campaign.commands.ts';
import { advance } from './conversation/advance.ts';
import { beginComposition } from './conversation/begin-composition.ts';
import type { Composition } from './conversation/composition.ts';
import { converse } from './conversation/converse.ts';
import { correctDraft } from './conversation/correct-draft.ts';
import { listKinds } from './kinds/list-kinds.ts';
import type { NoticeKind } from './kinds/notice-kinds.ts';
import { showWordsToCopy } from './kinds/words-to-copy.ts';
import type { NoticeDependencies } from './notice-dependencies.ts';
import { createScheduleCommands } from './schedule/schedule.commands.ts';
import { noticeTexts as texts } from './texts.zh.ts';

/** The commands that end in a notice, and those that look after schedules. */
export function createNoticeCommands(dependencies: NoticeDependencies): CommandSpec[] {
  /** 给获奖的家长发喜报 names nobody and means everybody whom the matter concerns. */
  const meansSeveral = ({ line, reading }: CommandContext, { kind, students, openMentions, audience }: Composition) =>
    reading.notice?.text == null &&
    students.length + openMentions.length === 0 &&
    getTemplateKind(dependencies.library, kind).policy.needsStudent &&
    audience?.kind !== 'groups' &&
    SEVERAL.test(line);
  const compose = async (
    context: CommandContext,
    kind: NoticeKind,
    fallback: Composition['audience'] = null,
  ): Promise<Reply> => {
    const begun = beginComposition(context, dependencies, kind);
    const composition = { ...begun, audience: begun.audience ?? fallback };
    if (!mayReach(context, composition)) return { text: texts.groupNotAllowed };
    if (!meansSeveral(context, composition)) return advance(context, dependencies, composition);
    const drafts = await showBatchesOfKind(context, dependencies, kind);
    if (drafts) return drafts;
    const asked = await advance(context, dependencies, composition);
    return {
      ...asked,
      text: `${batchTexts.noneOfKind(getTemplateKind(dependencies.library, kind).title)}\n${asked.text}`,
    };
  };
  // 给挂科的家长都发一下 shows the batch of these drafts under the command that was meant.
  const answer: NonNullable<CommandSpec['answer']> = async (context, question, given) =>
    isAboutBatch(question)
      ? answerAboutBatch(context, dependencies, question, given)
      : converse(context, dependencies, question, given);
  // 改成一等奖 under a draft is about the draft, whatever else the words may mean.
  const claimFor =
    (name: string): NonNullable<CommandSpec['claim']> =>
    async (context, open) =>
      open?.command === name ? correctDraft(context, dependencies, open) : undefined;
  // 取消 under a notice that waits for a second person is a press of the command that confirmed it.
  const press: NonNullable<CommandSpec['press']> = (context, key) => pressApproval(context, dependencies, key);
  return [
    {
      name: 'good_news',
      intents: ['good_news'],
      action: 'send_private_notice',
      summary: texts.goodNewsSummary,
      examples: ['喜报 王五 国家励志奖学金 发给他家长', '喜报 王五 技能大赛一等奖 本人同意了 发到班级家长群'],
      run: (context) => compose(context, 'award'),
      claim: claimFor('good_news'),
      answer,
      press,
    },
    {
      name: 'discipline',
      intents: ['discipline'],
      action: 'send_discipline_notice',
      summary: texts.disciplineSummary,
      examples: ['处分告知 李四 记过 9月8日的 学院〔2026〕12号'],
      run: (context) => compose(context, 'discipline'),
      claim: claimFor('discipline'),
      answer,
      press,
    },
    {
      name: 'broadcast',
      intents: ['broadcast'],
      action: 'send_group_notice',
      summary: texts.broadcastSummary,
      examples: ['反诈发一条', '反诈发一条 刷单的'],
      run: (context) => {
        // 群发：… with words of one's own is a notice like any other.
        const audience = { kind: 'groups' as const, classNames: [...context.reading.classNames] };
        return compose(context, context.reading.notice?.text ? 'free' : 'fraud', audience);
      },
      claim: claimFor('broadcast'),
      answer,
      press,
    },
    {
      name: 'notice',
      intents: ['notice'],
      action: 'send_private_notice',
      summary: texts.noticeSummary,
      examples: [
        '给家长群发：周五下午四点放假，周日晚八点前返校。',
        '明早八点半给家长群发：今天降温，请提醒孩子添衣。',
        '私聊发给张三的母亲：张三这周进步很大。',
        '给张三家长发学业预警 橙色 高数、英语没过',
      ],
      run: (context) => {
        const { notice } = context.reading;
        const kind = notice?.kind ?? 'free';
        // Only who says to whom it shall be sent wants it sent; 怎么回 asks for words.
        const isToCopy =
          getTemplateKind(dependencies.library, kind).policy.isReply && notice?.audience?.kind !== 'family';
        return isToCopy ? showWordsToCopy(context, dependencies, kind) : compose(context, kind);
      },
      claim: claimFor('notice'),
      answer,
      press,
    },
    createApprovalCommand(dependencies),
    createBatchCommand(dependencies),
    {
      name: 'notice_kinds',
      intents: ['notice_kinds'],
      action: 'get_help',
      summary: texts.kindsSummary,
      examples: ['能发什么通知'],
      run: async (context) => listKinds(context, dependencies.library),
    },
    ...createScheduleCommands(dependencies, answer),
    createCampaignCommand(dependencies),
  ];
}

const SEVERAL = /的(?:学生|同学|孩子)*的?(?:家长|家里|家庭)|都|所有|全部|各位|每[位个家]|这批/u;

function mayReach({ sender }: CommandContext, { audience }: Composition): boolean {
  const isWide = audience !== null && audience.kind !== 'family';
  return !isWide || scopeOf(sender.staff.role, 'send_group_notice') !== undefined;
}

import { z } from 'zod';
import { type CommandContext, type CommandSpec, type Reply, scopeOf } from '../../command/index.ts';
import { parseNoticeCode } from '../../shared/ids.ts';
import { findNoticeByCode, findNoticeSender, type NoticeHead } from '../status/summary.store.ts';
import { deliveryTexts } from '../texts.zh.ts';
import { gatherFamilies, mayRemind } from './family-steps.ts';
import { findLastPrivateNotices, listSteps } from './follow.store.ts';
import { describeUnconfirmed } from './list-unconfirmed.ts';
import { describeOlder } from './older-unconfirmed.ts';
import { askToRemind, type FollowDependencies, type RemindState, remind } from './remind.ts';
import { followTexts as texts } from './texts.zh.ts';

const ACTION = 'follow_own_notices';
const State = z.object({ noticeIds: z.array(z.guid()), shownAt: z.iso.datetime() });
/** A press names the notice; of a batch every notice is meant, as long as it is the last one. */
const LAST = 'last';

/** 没确认的有谁, 催一下. */
export function createFollowCommands(dependencies: FollowDependencies): CommandSpec[] {
  const answer: CommandSpec['answer'] = async (context, question, { optionKey }) => {
    const state: RemindState = State.parse(question.state);
    return optionKey === 'confirm' ? remind(context, dependencies, state) : { text: texts.notReminded };
  };
  return [
    {
      name: 'unconfirmed',
      intents: ['unconfirmed'],
      action: ACTION,
      summary: texts.summaryUnconfirmed,
      examples: ['没确认的有谁', 'JX-7K3QP9WM 没确认的有谁'],
      run: async (context) => showUnconfirmed(context, dependencies),
      answer,
      press: async (context, key) => {
        const found = await findPressed(context, key);
        return 'reply' in found ? found.reply : askToRemind(context, dependencies, found.noticeIds);
      },
    },
    {
      name: 'remind_unconfirmed',
      intents: ['remind_unconfirmed'],
      action: ACTION,
      summary: texts.summaryRemind,
      examples: ['催一下', '催一下 JX-7K3QP9WM'],
      run: async (context) => {
        const found = await findNotices(context);
        if ('reply' in found) return found.reply;
        return withOlder(context, found, await askToRemind(context, dependencies, found.noticeIds));
      },
      answer,
    },
  ];
}

async function showUnconfirmed(context: CommandContext, { timeZone }: FollowDependencies): Promise<Reply> {
  const found = await findNotices(context);
  if ('reply' in found) return found.reply;
  const families = gatherFamilies(await listSteps(context.db, found.noticeIds, context.sender.staff.staffId));
  const text = describeUnconfirmed(families, context.now, timeZone);
  const key = found.noticeIds.length === 1 ? (found.noticeIds[0] ?? LAST) : LAST;
  const buttons = families.some(mayRemind)
    ? { buttons: [{ key, label: texts.remindButton, style: 'primary' as const }] }
    : {};
  return withOlder(context, found, { text, ...buttons });
}

/** Named after what was asked for; who gave a code asked for no other. */
async function withOlder(context: CommandContext, found: NoticesFound, reply: Reply): Promise<Reply> {
  if (found.isByCode) return reply;
  return { ...reply, text: [reply.text, ...(await describeOlder(context, found.noticeIds))].join('\n') };
}

interface NoticesFound {
  readonly noticeIds: readonly string[];
  readonly isByCode?: boolean;
}

type Found = NoticesFound | { readonly reply: Reply };

/** By its code, or the sender's last one to single families. */
async function findNotices(context: CommandContext): Promise<Found> {
  const { db, sender, reading, line } = context;
  const noticeCode = parseNoticeCode(reading.noticeCode ?? line);
  if (noticeCode !== undefined) return checkNotice(context, await findNoticeByCode(db, noticeCode));
  const noticeIds = await findLastPrivateNotices(db, sender.staff.staffId);
  return noticeIds.length === 0 ? { reply: { text: texts.noPrivate } } : { noticeIds };
}

async function findPressed(context: CommandContext, key: string): Promise<Found> {
  if (key === LAST) return { noticeIds: await findLastPrivateNotices(context.db, context.sender.staff.staffId) };
  const isId = z.guid().safeParse(key).success;
  return checkNotice(context, isId ? await findNoticeSender(context.db, key) : undefined);
}

function checkNotice({ sender }: CommandContext, notice: NoticeHead | undefined): Found {
  if (notice === undefined) return { reply: { text: deliveryTexts.noSuchNotice } };
  const { staff } = sender;
  const isTheirs = notice.staffId === staff.staffId || scopeOf(staff.role, 'pause_all_sending') === 'all';
  if (!isTheirs) return { reply: { text: deliveryTexts.notYours } };
  if (!notice.isPrivate) return { reply: { text: texts.groupNotice(notice.title) } };
  return { noticeIds: [notice.noticeId], isByCode: true };
}

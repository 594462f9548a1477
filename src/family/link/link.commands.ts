import { z } from 'zod';
import type { CommandContext, CommandSpec, Reply } from '../../command/index.ts';
import { recordFamilyReply } from '../../contact/index.ts';
import { keepReplyRecord, listLockedLinks, lockReplyFor, unlockLink } from './link.store.ts';
import { REPLY_COMMAND, UNLOCK_COMMAND } from './link-work.ts';
import { showReplies } from './reply-list.ts';
import { linkTexts as texts } from './texts.zh.ts';

const ACTION = 'follow_own_notices';
/** A question shows so many; with the one that leaves them locked. */
const MAX_OPTIONS = 8;
const Id = z.guid();

/** 解锁, 家长回信, and the buttons under what families did with their links. */
export function createLinkCommands(timeZone: string): readonly CommandSpec[] {
  return [...linkCommands, createRepliesCommand(timeZone)];
}

const linkCommands: readonly CommandSpec[] = [
  {
    name: UNLOCK_COMMAND,
    intents: ['unlock_link'],
    action: ACTION,
    summary: texts.unlockSummary,
    examples: ['解锁', '解锁张三家长的链接'],
    run: askWhichToUnlock,
    answer: async (context, _question, { optionKey }) =>
      optionKey === null || optionKey === 'cancel' ? { text: texts.keptLocked } : unlock(context, optionKey),
    press: unlock,
  },
  {
    name: REPLY_COMMAND,
    intents: [],
    action: 'record_contact',
    summary: null,
    examples: [],
    run: async () => ({ text: texts.replyGone }),
    press: pressReply,
  },
];

function createRepliesCommand(timeZone: string): CommandSpec {
  return {
    name: 'family_replies',
    intents: ['family_replies'],
    action: ACTION,
    summary: texts.repliesSummary,
    examples: ['家长回信', '谁回信了', '张三家长的回信'],
    run: (context) => showReplies(context, timeZone),
    press: pressReply,
  };
}

async function askWhichToUnlock({ db, sender, reading }: CommandContext): Promise<Reply> {
  const named = reading.students.flatMap(({ candidates }) => candidates.map(({ name }) => name));
  const locked = await listLockedLinks(db, sender.staff.staffId, 50);
  const fits = locked.filter(({ studentName }) => named.length === 0 || named.includes(studentName));
  if (fits.length === 0) return { text: texts.nothingLocked };
  const options = fits
    .slice(0, MAX_OPTIONS - 1)
    .map(({ deliveryId, studentName, title }) => ({ key: deliveryId, label: texts.unlockOption(studentName, title) }));
  return {
    text: texts.whichUnlock,
    question: { options: [...options, { key: 'cancel', label: texts.keepLocked }], acceptsText: false, state: null },
  };
}

async function unlock({ db, sender, now }: CommandContext, deliveryId: string): Promise<Reply> {
  const isDone = Id.safeParse(deliveryId).success && (await unlockLink(db, deliveryId, sender.staff.staffId, now));
  return { text: isDone ? texts.unlocked : texts.notLocked };
}

async function pressReply(context: CommandContext, key: string): Promise<Reply> {
  const [how, replyId = ''] = key.split(':');
  const { db, sender } = context;
  if (!Id.safeParse(replyId).success) return { text: texts.replyGone };
  const reply = await lockReplyFor(db, replyId, sender.staff.staffId);
  if (reply === undefined) return { text: texts.replyGone };
  const isOpinion = how === 'opinion';
  const contactId = await recordFamilyReply(context, { ...reply, isOpinion });
  await keepReplyRecord(db, replyId, contactId);
  return { text: isOpinion ? texts.recordedOpinion(reply.studentName) : texts.recorded(reply.studentName) };
}

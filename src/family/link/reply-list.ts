import { describeInstant } from '../../calendar/index.ts';
import type { CommandContext, Reply } from '../../command/index.ts';
import { type ListedReply, listReplies } from './reply-list.store.ts';
import { linkTexts as texts } from './texts.zh.ts';

const LISTED_MS = 90 * 24 * 3_600_000;
const MAX_OPEN = 8;
const MAX_ANSWERED = 5;
/** Buttons of a card. */
const MAX_BUTTONS = 6;
/** A letter in the list; who asks for one family gets its letters whole. */
const MAX_WORDS = 60;

/** 家长回信: what families wrote through their links, the unanswered first. */
export async function showReplies(context: CommandContext, timeZone: string): Promise<Reply> {
  const { db, now, sender, reading } = context;
  const [mention] = reading.students;
  const student = mention?.candidates[0];
  if (mention && student === undefined) return { text: texts.replyNobody(mention.words) };
  const since = new Date(now.getTime() - LISTED_MS);
  const { staffId } = sender.staff;
  const all = await listReplies(db, { staffId, studentId: student?.studentId ?? null, since });
  if (all.length === 0) return { text: student ? texts.noReplyOf(student.name) : texts.noReplies };
  const open = all.filter(({ isAnswered }) => !isAnswered);
  const answered = all.filter(({ isAnswered }) => isAnswered);
  const line = (reply: ListedReply): string => {
    const words = student ? reply.words : cut(reply.words);
    const when = describeInstant(reply.writtenAt, now, timeZone);
    return texts.replyLine(reply.studentName, reply.className, when, reply.title, words);
  };
  const shown = open.slice(0, MAX_OPEN);
  const shownAnswered = answered.slice(0, MAX_ANSWERED);
  return {
    title: texts.repliesTitle,
    text: [
      open.length > 0 ? texts.openReplies(open.length) : texts.allAnswered(answered.length),
      ...shown.map((reply, index) => `${index + 1}. ${line(reply)}`),
      ...(open.length > shown.length ? [texts.moreReplies(open.length - shown.length)] : []),
      ...(open.length > 0 && answered.length > 0 ? [texts.answeredReplies] : []),
      ...shownAnswered.map((reply) => `· ${line(reply)}`),
      ...(answered.length > shownAnswered.length ? [texts.moreReplies(answered.length - shownAnswered.length)] : []),
      ...(open.length > 0 ? [texts.howToAnswer] : []),
    ].join('\n'),
    buttons: shown
      .slice(0, MAX_BUTTONS)
      .map(({ replyId }, index) => ({ key: `contact:${replyId}`, label: texts.recordNumber(index + 1) })),
  };
}

function cut(words: string): string {
  const letters = [...words.replace(/\s+/gu, ' ')];
  return letters.length > MAX_WORDS ? `${letters.slice(0, MAX_WORDS).join('')}…` : letters.join('');
}

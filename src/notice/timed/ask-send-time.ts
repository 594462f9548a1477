import type { CommandContext, Reply } from '../../command/index.ts';
import { readSendTimeOn, type SendTimeReading } from '../../language/index.ts';
import { ask, CANCEL_BUTTON } from '../conversation/ask.ts';
import type { Composition } from '../conversation/composition.ts';
import { timedTexts as texts } from './texts.zh.ts';

/** What was said about the time of sending, as a composition keeps it. */
export function toSendTime(said: SendTimeReading | null): Composition['sendTime'] {
  return said === null ? null : { at: said.at?.toISOString() ?? null, words: said.words, problem: said.problem };
}

const NOW_WORDS = /^(?:现在|马上|立刻|立即|直接|确认后)*(?:就|马上)?(?:发|发送|发出)(?:吧|出去)?[。.!！\s]*$/u;

/** Asks for another time when nothing can go out at the one that was said; what is urgent never waits for one. */
export function askForSendTime(
  { now }: CommandContext,
  composition: Composition,
  isUrgent: boolean,
): Reply | undefined {
  const { sendTime, schedule } = composition;
  if (!sendTime || schedule !== null) return undefined;
  const isOver = sendTime.at !== null && Date.parse(sendTime.at) <= now.getTime();
  const problem = isUrgent ? 'urgent' : isOver ? 'past' : sendTime.problem;
  if (problem === null) return undefined;
  const options = [{ key: 'send_now', label: texts.sendNow }, CANCEL_BUTTON];
  return ask(texts.problem[problem](sendTime.words), { step: 'send_time', options }, composition);
}

/** The answer to that question: another time, or at once. Undefined = not understood. */
export function takeSendTime(
  composition: Composition,
  answer: { readonly optionKey: string | null; readonly text: string },
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Composition | undefined {
  if (answer.optionKey === 'send_now' || NOW_WORDS.test(answer.text.trim())) return { ...composition, sendTime: null };
  const said = readSendTimeOn(answer.text, now, timeZone);
  return said === undefined ? undefined : { ...composition, isLow: null, sendTime: toSendTime(said) };
}

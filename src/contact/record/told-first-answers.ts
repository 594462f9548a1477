import type { CommandContext, Reply } from '../../command/index.ts';
import { type ContactQuestion, questionFor } from '../contact-reply.ts';
import { contactTexts as texts } from '../texts.zh.ts';
import { type Asked, saveAnswer } from './asked.ts';

type ToldFirst = 'yes' | 'no' | 'exception';

const NOT_TOLD = /不知道|不知情|不晓得|没(?:有)?(?:告诉|告知|和|跟|说|讲|提|谈|通知)|未(?:告诉|告知|通知)|还没|瞒着/u;
const TOLD = /知道|知情|清楚|(?:谈|聊|说|讲|告诉|告知|通知|沟通)(?:过|了)|先(?:谈|聊|说|告诉|告知)/u;
const EXCEPTION = /特殊|紧急|危急|危险|来不及|不宜|不方便|不能(?:先)?(?:说|讲|告诉)|昏迷|抢救|急救|住院|轻生|自杀/u;
/** 情况特殊 names no reason yet. */
const SAYS_NO_REASON = /^(?:情况|比较|有点|特殊|例外|不宜|先说|[，,。 ])*$/u;
const NO_OPINION = /没(?:有|啥|什么)*(?:任何)?(?:意见|建议)|无(?:意见|建议)/u;

/** By button, or in words; `没意见` in the same breath answers the next question as well. */
export async function answerToldFirst(context: CommandContext, asked: Asked): Promise<Reply> {
  const { state, answer } = asked;
  const told = readToldFirst(answer.optionKey, answer.text);
  if (told === undefined) return askAgain(state, texts.toldUnclear);
  if (told === 'exception') {
    // The exception is stored together with its reason, and never without.
    const reason = answer.optionKey === null ? answer.text.trim() : '';
    if (!SAYS_NO_REASON.test(reason)) return saveException(context, asked, reason);
    return askAgain({ ...state, ask: 'told_reason' }, texts.askToldReason);
  }
  const opinion = NO_OPINION.test(answer.text) ? { opinion: texts.noneStored } : {};
  const change = { studentToldFirst: told, toldFirstReason: null, ...opinion };
  const text = told === 'no' ? texts.toldSavedLater : texts.toldSaved;
  return saveAnswer(context, asked, (_contact, fields) => ({ ...fields, ...change }), text);
}

function readToldFirst(optionKey: string | null, words: string): ToldFirst | undefined {
  if (optionKey === 'yes' || optionKey === 'no' || optionKey === 'exception') return optionKey;
  if (EXCEPTION.test(words)) return 'exception';
  // 知道了 还不知道: what is left beside the denial says the opposite.
  if (NOT_TOLD.test(words)) return TOLD.test(words.replace(/\S*(?:不知|没|未|瞒)\S*/gu, '')) ? undefined : 'no';
  return TOLD.test(words) ? 'yes' : undefined;
}

const MIN_REASON_CHARACTERS = 2;

/** Why the student was not told first: danger, an emergency, or words of one's own. */
export async function answerToldReason(context: CommandContext, asked: Asked): Promise<Reply> {
  const { optionKey, text } = asked.answer;
  if (optionKey === 'danger') return saveException(context, asked, texts.reasonDanger);
  if (optionKey === 'emergency') return saveException(context, asked, texts.reasonEmergency);
  const reason = text.trim();
  const saysNothing = context.reading.intent === 'answer' || [...reason].length < MIN_REASON_CHARACTERS;
  return saysNothing ? askAgain(asked.state, texts.askToldReasonAgain) : saveException(context, asked, reason);
}

function saveException(context: CommandContext, asked: Asked, reason: string): Promise<Reply> {
  const change = { studentToldFirst: 'exception', toldFirstReason: reason } as const;
  return saveAnswer(context, asked, (_contact, fields) => ({ ...fields, ...change }), texts.toldReasonSaved(reason));
}

function askAgain(state: Asked['state'], text: string): Reply {
  const ask: 'told_first' | 'told_reason' = state.ask === 'told_reason' ? 'told_reason' : 'told_first';
  return { text, question: questionFor({ ...state, ask } satisfies ContactQuestion) };
}

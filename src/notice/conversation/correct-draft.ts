import type { CommandContext, PendingQuestion, Reply } from '../../command/index.ts';
import { readSendTimeOn, replaceOnlyTime } from '../../language/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import { getTemplateKind, type TemplateField } from '../../template/index.ts';
import { dropNotice } from '../draft/confirm-notice.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { toSendTime } from '../timed/ask-send-time.ts';
import { advance } from './advance.ts';
import { type Composition, stateSchema } from './composition.ts';
import { advanceWith } from './converse.ts';
import { askEdit } from './edit-draft.ts';

const CORRECTION = /^(?:把|将)?(?<what>[^，。\s]{0,20}?)(?:改成|改为|换成)\s*[：:]?\s*(?<value>\S.*)$/su;
/** 推迟到后天上午九点: of a time only. */
const TIME_MOVED = /^(?<what>(?:发(?:出|送)?的?)?(?:时间)?)(?:改|推迟|延后|延|提前|换|挪)到\s*(?<value>\S.*)$/su;
const APPENDED =
  /^(?:请|帮我)?(?:再|另外|还要)?(?:在)?(?:最?后面?|末尾|结尾|文末|下面)?(?:再)?(?:加上?|补上?|添上?|补充)(?:一句话?|一条|一段|一下|几个字)?\s*[：:，,]?\s*(?<more>\S.+)$/su;
const PRIZE = /[一二三四特]等奖/u;

/** 改成一等奖, 奖项改成…, 把上午改成下午 under a draft: that field anew, and the preview again. Undefined = not about it. */
export async function correctDraft(
  context: CommandContext,
  dependencies: NoticeDependencies,
  question: PendingQuestion,
): Promise<Reply | undefined> {
  const line = context.line.trim();
  const said = CORRECTION.exec(line)?.groups ?? TIME_MOVED.exec(line)?.groups;
  const more = APPENDED.exec(line)?.groups?.more;
  const isSaid = said !== undefined || more !== undefined;
  const state = question.acceptsText || !isSaid ? undefined : stateSchema.safeParse(question.state).data;
  if (state?.step !== 'confirm' || state.noticeId === undefined || state.composition === undefined) return undefined;
  const { composition } = state;
  const { what = '', value = '' } = said ?? {};
  const changed =
    said === undefined
      ? appendTo(composition, more ?? '')
      : changeTime(context, composition, what, value, dependencies.timeZone);
  if (changed !== undefined) {
    const gone = await dropNotice(context, dependencies, state.noticeId);
    return gone.text === texts.cancelled ? advance(context, dependencies, changed) : gone;
  }
  if (said === undefined || CORRECTION.exec(line) === null) return undefined;
  const fields = getTemplateKind(dependencies.library, composition.kind).templates[0]?.fields ?? [];
  const found = findChange(fields, composition.fields, what, value.replace(/[。！]$/u, ''));
  const dropped = await dropNotice(context, dependencies, state.noticeId);
  if (dropped.text !== texts.cancelled) return dropped;
  if (found === undefined) return askEdit(dependencies, composition);
  return advanceWith(context, dependencies, composition, found);
}

/** 再加一句：请带身份证 goes to the end of the sender's own words; other kinds have fields. */
function appendTo(composition: Composition, more: string): Composition | undefined {
  const body = composition.fields.body?.trimEnd();
  if (composition.kind !== 'free' || body === undefined || body === '') return undefined;
  const joined = `${body}${/[。！!？?；;，,：:~～…]$/u.test(body) ? '' : '。'}${toStorableText(more)}`;
  return { ...composition, fields: { ...composition.fields, body: joined } };
}

/**
 * 改成后天上午九点 of one's own words: the time of sending where one was set, else the only time that the words name. Undefined
 * = it is about something else, or both are there and it must be asked.
 */
function changeTime(
  { now }: CommandContext,
  composition: Composition,
  what: string,
  value: string,
  timeZone: string,
): Composition | undefined {
  const words = value.replace(/[。！!]$/u, '').trim();
  const time = readSendTimeOn(words, now, timeZone);
  if (time === undefined) return undefined;
  const isOfSending = /^发(?:出|送)?的?时间$/u.test(what);
  const isOwn = composition.kind === 'free' || composition.kind === 'fraud';
  if (!isOfSending && !(isOwn && /^(?:时间)?$/u.test(what))) return undefined;
  const { body } = composition.fields;
  const inWords = isOfSending || body === undefined ? undefined : replaceOnlyTime(body, words, { now });
  const isSet = composition.sendTime != null;
  if (isOfSending || (isSet && inWords === undefined))
    return { ...composition, isLow: null, sendTime: toSendTime(time) };
  if (isSet || inWords === undefined) return undefined;
  return { ...composition, fields: { ...composition.fields, body: inWords } };
}

/** Which field is meant, and its new words. Pure. */
function findChange(
  all: readonly TemplateField[],
  values: Readonly<Record<string, string>>,
  what: string,
  value: string,
): { readonly name: string; readonly value: string } | undefined {
  const fields = all.filter(({ filledBy }) => filledBy === 'sender');
  const named = fields.find(({ label }) => what !== '' && (label === what || label.includes(what)));
  if (named) return { name: named.name, value: merge(values[named.name], value) };
  if (what !== '') {
    const holding = fields.filter(({ name }) => values[name]?.includes(what));
    const [only] = holding;
    if (only === undefined || holding.length > 1) return undefined;
    return { name: only.name, value: (values[only.name] ?? '').replace(what, value) };
  }
  const chosen = fields.find(({ choices }) => choices?.includes(value));
  const needed = fields.filter(({ required, startsAs }) => required && startsAs === undefined);
  const [only] = chosen === undefined ? needed : [chosen];
  if (only === undefined || (chosen === undefined && needed.length > 1)) return undefined;
  return { name: only.name, value: merge(values[only.name], value) };
}

/** 一等奖 for 校奖学金二等奖 keeps whose prize it is. */
function merge(before: string | undefined, value: string): string {
  const isRankOnly = PRIZE.exec(value)?.[0] === value;
  return isRankOnly && before !== undefined && PRIZE.test(before) ? before.replace(PRIZE, value) : value;
}

import type { CommandContext, PendingQuestion, Reply } from '../../command/index.ts';
import { getTemplateKind, type TemplateField } from '../../template/index.ts';
import { dropNotice } from '../draft/confirm-notice.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { stateSchema } from './composition.ts';
import { advanceWith } from './converse.ts';
import { askEdit } from './edit-draft.ts';

const CORRECTION = /^(?:把|将)?(?<what>[^，。\s]{0,20}?)(?:改成|改为|换成)\s*[：:]?\s*(?<value>\S.*)$/su;
const PRIZE = /[一二三四特]等奖/u;

/** 改成一等奖, 奖项改成…, 把上午改成下午 under a draft: that field anew, and the preview again. Undefined = not about it. */
export async function correctDraft(
  context: CommandContext,
  dependencies: NoticeDependencies,
  question: PendingQuestion,
): Promise<Reply | undefined> {
  const said = CORRECTION.exec(context.line.trim())?.groups;
  const state = question.acceptsText || said === undefined ? undefined : stateSchema.safeParse(question.state).data;
  if (state?.step !== 'confirm' || state.noticeId === undefined || state.composition === undefined) return undefined;
  const { composition } = state;
  const { what = '', value = '' } = said ?? {};
  const fields = getTemplateKind(dependencies.library, composition.kind).templates[0]?.fields ?? [];
  const found = findChange(fields, composition.fields, what, value.replace(/[。！]$/u, ''));
  const dropped = await dropNotice(context, dependencies, state.noticeId);
  if (dropped.text !== texts.cancelled) return dropped;
  if (found === undefined) return askEdit(dependencies, composition);
  return advanceWith(context, dependencies, composition, found);
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

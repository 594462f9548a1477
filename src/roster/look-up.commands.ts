import { z } from 'zod';
import { type Answer, type CommandContext, type CommandSpec, type Reply, scopeOf } from '../command/index.ts';
import type { Queryable } from '../db/index.ts';
import type { Intent, StudentMention } from '../language/index.ts';
import { askWhichStudent } from './ask-which-student.ts';
import { loadFamily } from './family.store.ts';
import { listOtherChildren } from './other-children.store.ts';
import { type FamilyFacts, renderFamily } from './render-family.ts';
import { revealPhones } from './reveal-phones.ts';
import { isStudentInScope } from './sender-directory.store.ts';
import { lookUpTexts as texts } from './texts.zh.ts';

const StateSchema = z.discriminatedUnion('asks', [
  z.object({ asks: z.literal('student') }),
  z.object({ asks: z.literal('reason'), studentId: z.string(), name: z.string() }),
]);
type State = z.infer<typeof StateSchema>;

/** Families on one card; more would be a list of the class. */
const MAX_STUDENTS = 3;
const MIN_REASON_CHARACTERS = 2;
const REVEAL = 'reveal:';
/** What is said around a name; what is left when nobody was found is the name. */
const LOOK_UP_WORDS =
  /帮我|麻烦|请|查一下|查下|查|找一下|找|看看|看一下|同学|学生|(?:的)?(?:家长|家里|家庭)?(?:的)?(?:电话|号码|手机|联系方式|情况)|啥情况|怎么样|吗|呢|[?？。！]/gu;
const ASKS_FOR_NUMBER = /电话|号码|手机|联系方式|怎么打/u;

/** What is known about the numbers and groups of a family, by the id of the guardian or group: the last one did not arrive. */
export type FindRemarks = (
  db: Queryable,
  student: { readonly studentId: string; readonly now: Date },
) => Promise<ReadonlyMap<string, string>>;

/** The last contacts with a family in words, newest first. */
export type FindRecords = (
  db: Queryable,
  student: { readonly studentId: string; readonly now: Date },
) => Promise<readonly string[]>;

/** What other folders know about a family. */
export interface FamilySources {
  readonly findRemarks: FindRemarks;
  readonly findRecords: FindRecords;
}
const NO_SOURCES: FamilySources = { findRemarks: async () => new Map(), findRecords: async () => [] };

/**
 * 查 张三, 张三家里啥情况: the family's card with masked numbers; the full ones after a reason, which is kept. What does not
 * read as a reason reveals nothing and is a line of its own.
 */
export function createLookUpCommand(sources: FamilySources = NO_SOURCES): CommandSpec {
  return {
    name: 'look_up',
    intents: ['look_up'],
    action: 'look_up_student',
    summary: texts.summary,
    examples: ['查 张三', '张三家里啥情况', '张三妈电话给我'],
    run: async (context) => {
      const { students } = context.reading;
      if (students.length === 0) {
        const name = context.reading.normalised.replace(LOOK_UP_WORDS, '').trim();
        return name === '' ? askWho() : { text: texts.notFound(name) };
      }
      const unclear = students.find((it) => it.candidates.length > 1);
      if (unclear) return askWhichStudent(unclear, { asks: 'student' } satisfies State);
      return showMentions(context, students, sources);
    },
    answer: async (context, question, answer) => {
      const state = StateSchema.parse(question.state);
      if (state.asks === 'reason') return answerReason(context, state, answer, sources);
      if (answer.optionKey !== null) return showStudent(context, answer.optionKey, sources);
      const { students } = context.reading;
      if (students.length === 0) return { text: texts.notFound(answer.text) };
      const unclear = students.find((it) => it.candidates.length > 1);
      return unclear
        ? askWhichStudent(unclear, { asks: 'student' } satisfies State)
        : showMentions(context, students, sources);
    },
    press: async (context, key) => askReason(context, key.slice(REVEAL.length)),
  };
}

function askWho(): Reply {
  return { text: texts.who, question: { options: [], acceptsText: true, state: { asks: 'student' } satisfies State } };
}

async function showMentions(
  context: CommandContext,
  mentions: readonly StudentMention[],
  sources: FamilySources,
): Promise<Reply> {
  const missing = mentions.filter((it) => it.candidates.length === 0).map((it) => texts.notFound(it.words));
  const ids = [...new Set(mentions.flatMap((it) => it.candidates.slice(0, 1).map((student) => student.studentId)))];
  const [only] = ids;
  if (only === undefined) return { text: missing.join('\n') };
  if (ids.length === 1 && missing.length === 0) return showStudent(context, only, sources);
  const cards = [...missing];
  for (const studentId of ids.slice(0, MAX_STUDENTS)) {
    const facts = await findFamily(context, studentId, sources);
    if (facts) cards.push(`${texts.cardTitle(facts.family.student.name)}\n${renderFamily(facts, false)}`);
  }
  if (ids.length > MAX_STUDENTS) cards.push(texts.lastOnes(MAX_STUDENTS));
  return { text: cards.join('\n\n') };
}

/** A student of a class that was handed over meanwhile is answered as one that does not exist. */
async function findFamily(
  context: CommandContext,
  studentId: string,
  sources: FamilySources,
): Promise<FamilyFacts | undefined> {
  const { staff } = context.sender;
  const scope = scopeOf(staff.role, 'look_up_student');
  if (scope === undefined || !z.uuid().safeParse(studentId).success) return undefined;
  if (!(await isStudentInScope(context.db, staff, scope, studentId))) return undefined;
  const family = await loadFamily(context.db, studentId);
  if (family === undefined) return undefined;
  const otherChildren = await listOtherChildren(context.db, staff, scope, studentId);
  return { family, otherChildren, ...(await findKnown(context, studentId, sources)) };
}

async function findKnown(
  { db, now }: CommandContext,
  studentId: string,
  { findRemarks, findRecords }: FamilySources,
): Promise<Pick<FamilyFacts, 'remarks' | 'records'>> {
  return { remarks: await findRemarks(db, { studentId, now }), records: await findRecords(db, { studentId, now }) };
}

async function showStudent(context: CommandContext, studentId: string, sources: FamilySources): Promise<Reply> {
  const facts = await findFamily(context, studentId, sources);
  if (facts === undefined) return { text: studentId === 'other' ? texts.otherAnswer : texts.notInScope };
  const { name } = facts.family.student;
  const title = texts.cardTitle(name);
  const text = renderFamily(facts, false);
  if (!mayReveal(context)) return { title, text };
  if (!ASKS_FOR_NUMBER.test(context.reading.normalised)) {
    return { title, text, buttons: [{ key: `${REVEAL}${studentId}`, label: texts.revealButton, style: 'plain' }] };
  }
  const { reason } = context.reading;
  if (reason !== null && reason.trim().length >= MIN_REASON_CHARACTERS)
    return reveal(context, studentId, reason, sources);
  const question = questionForReason(name, studentId);
  return { ...question, title, text: `${text}\n\n${question.text}` };
}

function mayReveal(context: CommandContext): boolean {
  return scopeOf(context.sender.staff.role, 'reveal_number') !== undefined;
}

async function askReason(context: CommandContext, studentId: string): Promise<Reply> {
  if (!mayReveal(context)) return { text: texts.revealRefused };
  const facts = await findFamily(context, studentId, NO_SOURCES);
  return facts === undefined ? { text: texts.notInScope } : questionForReason(facts.family.student.name, studentId);
}

/** Whatever is typed comes to `answerReason`, which alone decides what is a reason; a bare name looks the student up. */
const LINES_LIKE_REASONS: readonly Intent[] = [
  'record',
  'attempt',
  'reminder',
  'notice',
  'good_news',
  'discipline',
  'letter',
  'invitation',
  'visit',
  'opinion_ticket',
];

function questionForReason(name: string, studentId: string): Reply {
  const presets = Object.entries(texts.revealReasons).map(([key, label]) => ({ key, label, style: 'plain' as const }));
  const options = [...presets, { key: 'cancel', label: texts.cancel, style: 'plain' as const }];
  const state: State = { asks: 'reason', studentId, name };
  return {
    text: texts.revealReason(name),
    question: { options, acceptsText: true, takes: LINES_LIKE_REASONS, state },
  };
}

/** 因为…, 为了…: any other sentence was typed for something else, and must not open the numbers. */
const REASON_WORDS = /^[\s,，]*(?:我|是|主要|就是)*(?:因为?|为了|为的是|由于|原因|理由|用于|用来)/u;

async function answerReason(
  context: CommandContext,
  { studentId, name }: Extract<State, { asks: 'reason' }>,
  { optionKey, text }: Answer,
  sources: FamilySources,
): Promise<Reply | undefined> {
  if (optionKey === 'cancel' || context.reading.answer.cancel) return { text: texts.revealCancelled };
  const preset = Object.entries(texts.revealReasons).find(([key]) => key === optionKey)?.[1];
  if (preset !== undefined) return reveal(context, studentId, preset, sources);
  const reason = text.trim();
  const said = reason.replace(REASON_WORDS, '').replace(/[\s:，,。.!！?？是]/gu, '');
  if (REASON_WORDS.test(reason) && said.length >= MIN_REASON_CHARACTERS)
    return reveal(context, studentId, reason, sources);
  // 好, 嗯 or 因为 alone: it is meant for this question, and says nothing.
  if (REASON_WORDS.test(reason) || context.reading.intent === 'answer') return questionForReason(name, studentId);
  return undefined;
}

async function reveal(
  context: CommandContext,
  studentId: string,
  reason: string,
  sources: FamilySources,
): Promise<Reply> {
  const { sender, db, now, ids } = context;
  const scope = scopeOf(sender.staff.role, 'reveal_number');
  if (scope === undefined) return { text: texts.revealRefused };
  if (!(await isStudentInScope(db, sender.staff, scope, studentId))) return { text: texts.notInScope };
  const family = await revealPhones(db, { staff: sender.staff, studentId, reason, now, ids });
  if (family === undefined) return { text: texts.notInScope };
  const otherChildren = await listOtherChildren(db, sender.staff, scope, studentId);
  const remarks = await sources.findRemarks(db, { studentId, now });
  return {
    text: `${texts.revealed(family.student.name)}\n${renderFamily({ family, otherChildren, remarks, records: [] }, true)}`,
  };
}

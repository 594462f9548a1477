import { z } from 'zod';
import { type CommandContext, type CommandSpec, type Reply, scopeOf } from '../command/index.ts';
import type { StudentMention } from '../language/index.ts';
import { askWhichStudent, OTHER_STUDENT } from './ask-which-student.ts';
import { renderDialOrder } from './render-family.ts';
import { revealPhones } from './reveal-phones.ts';
import { isStudentInScope } from './sender-directory.store.ts';
import { emergencyTexts as texts } from './texts.zh.ts';

const KINDS = ['acute', 'missing', 'fraud_victim'] as const;
type Kind = (typeof KINDS)[number];
const StateSchema = z.object({ kind: z.enum(KINDS) });

/** Somebody in danger cannot wait for a list to end. */
const MAX_STUDENTS = 3;

/**
 * 急, 失联, 受骗: the numbers and steps at once, then the guardians in dial order with full numbers. The emergency is the
 * reason for showing them; it is audited all the same. Without a sure student the steps come first and one question after.
 */
export function createEmergencyCommand(): CommandSpec {
  return {
    name: 'emergency',
    intents: ['emergency'],
    action: 'start_emergency',
    summary: texts.summary,
    examples: ['急 张三在宿舍晕倒了', '李四失联了', '王五被骗了八千'],
    run: async (context) => {
      const kind = context.reading.emergency ?? 'acute';
      const steps = renderSteps(kind);
      const { families, rest } = await handle(context, kind, context.reading.students);
      const text = [steps.text, ...families, rest.text].filter((part) => part !== '').join('\n\n');
      return { title: steps.title, text, ...(rest.question ? { question: rest.question } : {}) };
    },
    answer: async (context, question, answer) => {
      const { kind } = StateSchema.parse(question.state);
      if (answer.optionKey === OTHER_STUDENT) return askWho(kind);
      if (answer.optionKey !== null) return { text: (await showFamily(context, kind, answer.optionKey)) ?? texts.who };
      const { families, rest } = await handle(context, kind, context.reading.students);
      const text = [...families, rest.text].filter((part) => part !== '').join('\n\n');
      return { text, ...(rest.question ? { question: rest.question } : {}) };
    },
  };
}

function renderSteps(kind: Kind): { title: string; text: string } {
  const steps = texts.steps[kind].map((step, index) => `${index + 1}. ${step}`);
  return { title: texts.titles[kind], text: [texts.numbers[kind], ...steps].join('\n') };
}

function askWho(kind: Kind, before = ''): Reply {
  return {
    text: `${before}${texts.who}`,
    question: { options: [], acceptsText: true, state: { kind } satisfies z.infer<typeof StateSchema> },
  };
}

/** The families that are sure, and what is still to be asked or said. */
async function handle(
  context: CommandContext,
  kind: Kind,
  mentions: readonly StudentMention[],
): Promise<{ families: string[]; rest: Reply }> {
  const sure = mentions.filter((it) => it.candidates.length === 1 && !it.isGuess);
  const unsure = mentions.find((it) => it.candidates.length > 1 || (it.candidates.length === 1 && it.isGuess));
  const unknown = mentions.find((it) => it.candidates.length === 0);
  const families: string[] = [];
  const ids = new Set(sure.flatMap((it) => it.candidates.map((student) => student.studentId)));
  for (const studentId of [...ids].slice(0, MAX_STUDENTS)) {
    const family = await showFamily(context, kind, studentId);
    if (family !== undefined) families.push(family);
  }
  if (unsure) return { families, rest: askWhichStudent(unsure, { kind }) };
  if (unknown) return { families, rest: askWho(kind, texts.notFound(unknown.words)) };
  return { families, rest: families.length === 0 ? askWho(kind) : { text: '' } };
}

async function showFamily(context: CommandContext, kind: Kind, studentId: string): Promise<string | undefined> {
  const { db, sender, now, ids } = context;
  const scope = scopeOf(sender.staff.role, 'start_emergency');
  if (scope === undefined || !z.uuid().safeParse(studentId).success) return undefined;
  if (!(await isStudentInScope(db, sender.staff, scope, studentId))) return undefined;
  const family = await revealPhones(db, {
    staff: sender.staff,
    studentId,
    reason: texts.titles[kind],
    isEmergency: true,
    now,
    ids,
  });
  return family && `${renderDialOrder(family)}\n${texts.audited}`;
}

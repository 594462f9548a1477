import { INTENT_LABELS } from '../command/index.ts';
import { describeRecords } from '../contact/index.ts';
import { type Core, wecomOfSettings } from '../core.ts';
import { createUnderstanding, listCommands } from '../dialogue.ts';
import type { Evidence, Intent, Reading, StudentMention } from '../language/index.ts';
import { loadCheckedTemplates, noticeDependencies } from '../service.ts';
import { type CommandInput, type CommandResult, readArguments, succeed } from './command.ts';
import { readSettings, withCore } from './open.ts';
import { loadScope } from './scope.ts';
import { CLI_TEXTS } from './texts.zh.ts';

/** A student who was named: the one who is meant, or null fields and everybody whom the words fit. */
interface ExplainedStudent {
  readonly words: string;
  readonly student_no: string | null;
  readonly student_name: string | null;
  readonly class_name: string | null;
  /** Only one fits, but the words do not make it certain. */
  readonly guess: boolean;
  readonly candidates: readonly { student_no: string; student_name: string; class_name: string }[];
}

interface Explanation {
  readonly intent: Intent;
  readonly records: ReturnType<typeof describeRecords>;
  readonly students: readonly ExplainedStudent[];
  readonly question: string | null;
  readonly refusal: string | null;
  readonly evidence: readonly Evidence[];
}

const OPTIONS = { as: { type: 'string' }, json: { type: 'boolean' } } as const;

/** `explain "LINE" [--as USERID] [--json]`: what the bot understands; nothing is stored. */
export async function runExplain({ args, env }: CommandInput): Promise<CommandResult> {
  const { values, positionals } = readArguments(args, OPTIONS, 1);
  const settings = readSettings(env);
  const explanation = await withCore(settings, (core) => explain(core, positionals[0] ?? '', values.as));
  return succeed(values.json === true ? `${JSON.stringify(explanation)}\n` : renderExplanation(explanation));
}

async function explain(core: Core, line: string, userId: string | undefined): Promise<Explanation> {
  const { config, clock } = core;
  const { roster, staffNo } = await loadScope(core, userId);
  const now = clock.now();
  const { timeZone } = config;
  const reading = createUnderstanding(timeZone)(line, { roster, now });
  return {
    intent: reading.intent,
    records: describeRecords(reading, { now, timeZone, staffNo }),
    students: reading.students.map(explainStudent),
    question: reading.question ?? askIntent(core, reading),
    refusal: reading.refusal,
    evidence: reading.evidence.map(({ words, means }) => ({ words, means })),
  };
}

function explainStudent({ words, candidates, isGuess }: StudentMention): ExplainedStudent {
  const only = candidates.length === 1 ? candidates[0] : undefined;
  return {
    words,
    student_no: only?.studentNo ?? null,
    student_name: only?.name ?? null,
    class_name: only?.className ?? null,
    guess: isGuess,
    candidates: candidates.map((one) => ({
      student_no: one.studentNo,
      student_name: one.name,
      class_name: one.className,
    })),
  };
}

/** The dispatcher asks which of several meanings is meant, unless one command serves them all. */
function askIntent(core: Core, { intent, rivals }: Reading): string | null {
  if (rivals.length === 0) return null;
  const specs = listCommands(noticeDependencies(core, loadCheckedTemplates(), wecomOfSettings(core.config)));
  const commandOf = (one: Intent): string => specs.find(({ intents }) => intents.includes(one))?.name ?? one;
  const others = rivals.filter((rival) => commandOf(rival) !== commandOf(intent));
  return others.length === 0 ? null : CLI_TEXTS.whichIntent([intent, ...others].map((one) => INTENT_LABELS[one]));
}

/** The same for every record of a line. */
const SAID_ALREADY: ReadonlySet<string> = new Set(['source_text', 'status']);

function renderExplanation({ intent, records, students, question, refusal, evidence }: Explanation): string {
  const texts = CLI_TEXTS.explained;
  const lines = [texts.intent(INTENT_LABELS[intent], intent)];
  for (const student of students) lines.push(texts.student(student.words, student.candidates.map(labelOf)));
  records.forEach((record, index) => {
    lines.push(texts.record(index + 1));
    for (const [field, value] of Object.entries(record)) {
      const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
      if (!isEmpty && !SAID_ALREADY.has(field)) lines.push(`  ${field}: ${[value].flat().join('、')}`);
    }
  });
  if (refusal !== null) lines.push(texts.refusal(refusal));
  if (question !== null) lines.push(texts.question(question));
  const found = evidence.filter(({ words }) => words !== '');
  if (found.length > 0) lines.push(texts.evidence, ...found.map(({ words, means }) => `  ${words} → ${means}`));
  return `${lines.join('\n')}\n`;
}

function labelOf({ class_name, student_name, student_no }: ExplainedStudent['candidates'][number]): string {
  return CLI_TEXTS.explained.studentLabel(class_name, student_name, student_no);
}

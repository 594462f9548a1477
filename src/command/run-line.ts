import type { Intent, LineContext, Reading } from '../language/index.ts';
import {
  applyClarification,
  beginClarification,
  CLARIFY_COMMAND,
  type Clarification,
  nextClarification,
} from './clarify.ts';
import type { CommandContext, Reply } from './command.ts';
import { listUsable } from './help.commands.ts';
import { findDenial, type Outcome, plain } from './outcome.ts';
import type { Registry } from './registry.ts';
import { findNearest } from './suggest.ts';
import { INSTEAD, INTENT_LABELS, commandTexts as texts } from './texts.zh.ts';

export interface LineRunnerDeps {
  readonly registry: Registry;
  /** `understandLine`, or it with the term filled in. */
  readonly understand: (line: string, context: LineContext) => Reading;
  /** Keeps a line that the reading refused, in the line's transaction; `answer` is what the sender is told. */
  readonly keepRefusal?: (context: CommandContext, line: string, answer: string) => Promise<void>;
  /** 取消 when nothing is asked: what of the sender's waits for others and can be taken back; undefined = nothing. */
  readonly takeBack?: (context: CommandContext) => Promise<Reply | undefined>;
}

/** Runs a line that is no answer: refuses it, asks what must be settled first, or gives it to the command of its intent. */
export interface LineRunner {
  /** A line that nothing is known about yet. */
  run(context: CommandContext): Promise<Outcome>;
  /** The line of a clarification, with all that was settled so far. */
  runSettled(context: CommandContext, clarification: Clarification): Promise<Outcome>;
  /** The clarification's line as it reads now, as of the moment when it was said. */
  readAgain(context: CommandContext, clarification: Clarification): Reading;
}

/** Builds the runner of lines over the commands of `registry`. */
export function createLineRunner({ registry, understand, keepRefusal, takeBack }: LineRunnerDeps): LineRunner {
  function run(context: CommandContext): Promise<Outcome> {
    return runSettled(context, beginClarification(context.line, context.now));
  }

  async function runSettled(context: CommandContext, clarification: Clarification): Promise<Outcome> {
    const reading = applyClarification(readAgain(context, clarification), clarification);
    const { line } = clarification;
    if (reading.refusal !== null) {
      await keepRefusal?.(context, line, reading.refusal);
      return { ...plain({ text: reading.refusal }), line };
    }
    if (reading.intent === 'answer') {
      const taken = reading.answer.cancel ? await takeBack?.(context) : undefined;
      return plain(taken ?? { text: texts.nothingAsked });
    }
    const spec = registry.findByIntent(reading.intent);
    if (!spec) return { ...plain(answerWithoutCommand(context, reading)), line };
    const denied = findDenial(spec, context.sender);
    if (denied) return plain(denied);
    // An emergency is never held up by a question.
    const question =
      reading.intent === 'emergency' ? undefined : nextClarification(reading, clarification, isSameCommand);
    if (question) return { reply: question, command: CLARIFY_COMMAND, line };
    return { reply: await spec.run({ ...context, line, reading }), command: spec.name, line };
  }

  function readAgain(context: CommandContext, clarification: Clarification): Reading {
    const saidAt = new Date(clarification.saidAt);
    const line = clarification.readAs ?? clarification.line;
    const isSame = line === context.reading.line && saidAt.getTime() === context.now.getTime();
    const { roster, timeZone } = context;
    return isSame ? context.reading : understand(line, { roster, now: saidAt, timeZone });
  }

  function isSameCommand(left: Intent, right: Intent): boolean {
    const spec = registry.findByIntent(left);
    return left === right || (spec !== undefined && spec === registry.findByIntent(right));
  }

  function answerWithoutCommand({ sender, line }: CommandContext, { intent, question }: Reading): Reply {
    // What the reading has to ask of a line without a meaning says why nothing was done; the line is kept as it came.
    if (intent === 'unknown' && question !== null) return { text: question };
    const usable = listUsable(registry.specs, sender.staff.role);
    const examples = usable.flatMap((spec) => (spec.name === 'help' ? [] : spec.examples.slice(0, 1))).slice(0, 4);
    const available = texts.availableNow([...examples, texts.helpWord]);
    if (intent !== 'unknown') {
      const instead = (INSTEAD[intent] ?? []).filter((one) =>
        usable.some(({ intents }) => intents.includes(one.intent)),
      );
      const nearest = instead.length > 0 ? texts.instead(instead.map((one) => one.line)) : available;
      return { text: `${texts.notBuilt(INTENT_LABELS[intent])}\n${nearest}` };
    }
    const nearest = findNearest(line, usable) ?? usable.find(({ name }) => name !== 'help') ?? usable[0];
    if (!nearest) return { text: available };
    return { text: texts.nearest(nearest.summary ?? '', nearest.examples.slice(0, 2)) };
  }

  return { run, runSettled, readAgain };
}

import type { Queryable } from '../db/index.ts';
import { MAX_LINE_CHARACTERS, type Reading, type RosterIndex } from '../language/index.ts';
import type { AfterCommit } from '../queue/port.ts';
import type { Clock } from '../shared/clock.ts';
import type { AppError } from '../shared/errors.ts';
import type { IdSource } from '../shared/ids.ts';
import { createQuestionAnswerer } from './answer-question.ts';
import { claimLine } from './claim-line.ts';
import type { CommandContext, CommandSpec, Reply, Sender, SenderDirectory } from './command.ts';
import { createHelpCommand, listUsable, readHelp, renderHelp } from './help.commands.ts';
import { type InboundLine, personOf } from './inbound-line.ts';
import { hasExpired, takesNames } from './open-question.ts';
import { type Outcome, plain } from './outcome.ts';
import { pressButton } from './press-button.ts';
import { closeQuestion, findOpenQuestion } from './question.store.ts';
import { queueRefusal, queueReply } from './queue-reply.ts';
import { createRegistry } from './registry.ts';
import { createLineRunner, type LineRunnerDeps } from './run-line.ts';
import { commandTexts as texts } from './texts.zh.ts';

/**
 * One line or press becomes one reply. The order of the questions asked of it, each ending the matter when it fits:
 * 1. Is the sender on the staff list? Else the refusal of contract §5, and nothing is reached.
 * 2. A press (`press-button.ts`): of the question that is open (answered once; a later or second press is told so), of a
 *    standing button.
 * 3. News of what goes on (`claim-line.ts`); a line that begins an emergency: at once, whatever is open.
 * 4. A line while a question is open (`answer-question.ts`): an option, words of one's own, or clearly a new command, which
 *    leaves the question aside.
 * 5. A refusal of the reading; what must be settled first; the command of the intent (`run-line.ts`).
 * At most one question is open with a person; a reply that asks replaces it.
 */
export interface DispatcherDeps extends Omit<LineRunnerDeps, 'registry'> {
  readonly specs: readonly CommandSpec[];
  readonly directory: SenderDirectory;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** Made before the transaction: who wrote, whom he or she may reach, and what the line says. */
export type Prepared =
  | { readonly sender: undefined }
  | { readonly sender: Sender; readonly roster: RosterIndex; readonly reading: Reading };

export interface Dispatcher {
  prepare(db: Queryable, line: InboundLine): Promise<Prepared>;
  /** Does what the line asks and queues the reply, all inside `tx`. Throws AppError when the command refuses. */
  dispatch(tx: Queryable, line: InboundLine, prepared: Prepared, afterCommit: AfterCommit): Promise<Reply>;
  /** Queues the reply to a line that failed with this error, in a transaction of its own. */
  refuse(tx: Queryable, line: InboundLine, error: AppError, afterCommit: AfterCommit): Promise<void>;
  /** All commands, help included. */
  readonly specs: readonly CommandSpec[];
}

/** Builds the dispatcher; throws when two commands claim one name or intent. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { directory, understand, ids, clock, timeZone } = deps;
  const specs: CommandSpec[] = [];
  specs.push(
    createHelpCommand(() => specs),
    ...deps.specs,
  );
  const registry = createRegistry(specs);
  const lines = createLineRunner({ ...deps, registry });
  const questions = createQuestionAnswerer(registry, lines);

  async function prepare(db: Queryable, line: InboundLine): Promise<Prepared> {
    const sender = await directory.findSender(db, line.event.platform, line.event.senderId);
    if (!sender) return { sender: undefined };
    const roster = await directory.loadRosterIndex(db, sender);
    const text = line.event.kind === 'text' ? line.event.text : '';
    const open = text === '' ? undefined : await findOpenQuestion(db, personOf(line));
    const isQuestionOpen = open !== undefined && !hasExpired(open, line.now) && takesNames(open);
    const reading = readHelp(understand(text, { roster, now: line.now, timeZone, isQuestionOpen }));
    return { sender, roster, reading };
  }

  async function dispatch(
    tx: Queryable,
    line: InboundLine,
    prepared: Prepared,
    afterCommit: AfterCommit,
  ): Promise<Reply> {
    const outcome = await decide(tx, line, prepared, afterCommit);
    await queueReply({ tx, ids, afterCommit }, line, outcome);
    return outcome.reply;
  }

  async function decide(
    tx: Queryable,
    line: InboundLine,
    prepared: Prepared,
    afterCommit: AfterCommit,
  ): Promise<Outcome> {
    const { event, now, inboundId } = line;
    if (prepared.sender === undefined) return plain({ text: texts.notRegistered(event.senderId) });
    const { sender, reading } = prepared;
    if (event.kind === 'opened_app') return plain(welcome(sender));
    const given = { ...prepared, line: reading.line, inboundId };
    const context: CommandContext = { ...given, db: tx, now, clock, timeZone, ids, afterCommit };
    if (event.kind === 'button') return pressButton(context, event, { registry, questions });
    // The reading refuses what is too long; whatever it begins with is no answer.
    return event.text.length > MAX_LINE_CHARACTERS ? lines.run(context) : decideLine(context);
  }

  async function decideLine(context: CommandContext): Promise<Outcome> {
    const open = await findOpenQuestion(context.db, context.sender);
    const claimed = await claimLine(specs, context, open);
    if (claimed) {
      // A command that took the answer to its own question has answered it.
      if (open?.command === claimed.spec.name) await closeQuestion(context.db, context.sender, open.questionId);
      return { reply: claimed.reply, command: claimed.spec.name, line: context.line };
    }
    if (open === undefined || context.reading.intent === 'emergency') return lines.run(context);
    return questions.answerLine(context, open);
  }

  function welcome({ staff }: Sender): Reply {
    const help = renderHelp(listUsable(specs, staff.role));
    return { ...help, text: `${texts.welcome(staff.name)}\n${help.text}` };
  }

  return {
    prepare,
    dispatch,
    refuse: (tx, line, error, afterCommit) => queueRefusal({ tx, ids, afterCommit }, line, error),
    specs,
  };
}

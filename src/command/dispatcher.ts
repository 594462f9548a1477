import type { Queryable } from '../db/index.ts';
import {
  type Intent,
  type LineContext,
  MAX_LINE_CHARACTERS,
  type Reading,
  type RosterIndex,
} from '../language/index.ts';
import type { InboundEvent, PlatformName } from '../platform/port.ts';
import type { AfterCommit } from '../queue/port.ts';
import type { Clock } from '../shared/clock.ts';
import type { AppError } from '../shared/errors.ts';
import type { IdSource } from '../shared/ids.ts';
import { parseButtonKey } from './button-key.ts';
import { claimLine } from './claim-line.ts';
import {
  applyClarification,
  beginClarification,
  CLARIFY_COMMAND,
  type Clarification,
  nextClarification,
  parseClarification,
  settle,
} from './clarify.ts';
import type { Answer, CommandContext, CommandSpec, Reply, Sender, SenderDirectory } from './command.ts';
import { createHelpCommand, listUsable, readHelp, renderHelp } from './help.commands.ts';
import { matchAnswer } from './match-answer.ts';
import { findCardButton, type MemberMessageDraft, queueMemberMessages } from './member-message.store.ts';
import { hasExpired, isMereAnswer, leaveAside, namesDay, takesNames } from './open-question.ts';
import { ACTIONS, scopeOf } from './permissions.ts';
import { closeQuestion, findOpenQuestion, type StoredQuestion, saveQuestion } from './question.store.ts';
import { createRegistry } from './registry.ts';
import { renderReply } from './reply.ts';
import { findNearest } from './suggest.ts';
import { INTENT_LABELS, commandTexts as texts } from './texts.zh.ts';

/**
 * One line or press becomes one reply. The order of the questions asked of it, each ending the matter when it fits:
 * 1. Is the sender on the staff list? Else the refusal of contract §5, and nothing is reached.
 * 2. A press: of the question that is open (answered once; a later or second press is told so), of a standing button.
 * 3. News of what goes on (`claim-line.ts`); a line that begins an emergency: at once, whatever is open.
 * 4. A line while a question is open: an option, words of one's own, or clearly a new command, which leaves the question
 *    aside (`match-answer.ts`).
 * 5. A refusal of the reading; what must be settled first (`clarify.ts`); the command of the intent.
 * At most one question is open with a person; a reply that asks replaces it.
 */
export interface DispatcherDeps {
  readonly specs: readonly CommandSpec[];
  readonly directory: SenderDirectory;
  /** `understandLine`, or it with the term filled in. */
  readonly understand: (line: string, context: LineContext) => Reading;
  /** Keeps a line that the reading refused, in the line's transaction; `answer` is what the sender is told. */
  readonly keepRefusal?: (context: CommandContext, line: string, answer: string) => Promise<void>;
  /** 取消 when nothing is asked: what of the sender's waits for others and can be taken back; undefined = nothing. */
  readonly takeBack?: (context: CommandContext) => Promise<Reply | undefined>;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** A stored line, press or opening of the app by one person. */
export interface InboundLine {
  readonly inboundId: string;
  readonly event: Extract<InboundEvent, { kind: 'text' | 'button' | 'opened_app' }>;
  /** The instant of the domain at which it arrived. */
  readonly now: Date;
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
  refuse(tx: Queryable, line: InboundLine, error: AppError, afterCommit: AfterCommit): Promise<Reply>;
  /** All commands, help included. */
  readonly specs: readonly CommandSpec[];
}

/** A question that names no time of its own stays open this long. */
const QUESTION_EXPIRES_MS = 12 * 3_600_000;

/** What a step found: the reply, the command whose buttons it carries, and the line to keep with a question. */
interface Outcome {
  readonly reply: Reply;
  readonly command: string;
  readonly line: string;
  /** Asked again instead of anew: the number of the question stays. */
  readonly questionId?: string;
  readonly doneLabel?: string;
}

/** Builds the dispatcher; throws when two commands claim one name or intent. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const specs: CommandSpec[] = [];
  specs.push(
    createHelpCommand(() => specs),
    ...deps.specs,
  );
  const registry = createRegistry(specs);
  const personOf = ({ event }: InboundLine): { platform: PlatformName; userId: string } => ({
    platform: event.platform,
    userId: event.senderId,
  });

  async function prepare(db: Queryable, line: InboundLine): Promise<Prepared> {
    const sender = await deps.directory.findSender(db, line.event.platform, line.event.senderId);
    if (!sender) return { sender: undefined };
    const roster = await deps.directory.loadRosterIndex(db, sender);
    const text = line.event.kind === 'text' ? line.event.text : '';
    const open = text === '' ? undefined : await findOpenQuestion(db, personOf(line));
    const isQuestionOpen = open !== undefined && !hasExpired(open, line.now) && takesNames(open);
    return {
      sender,
      roster,
      reading: readHelp(deps.understand(text, { roster, now: line.now, timeZone: deps.timeZone, isQuestionOpen })),
    };
  }

  async function dispatch(
    tx: Queryable,
    line: InboundLine,
    prepared: Prepared,
    afterCommit: AfterCommit,
  ): Promise<Reply> {
    const outcome = await decide(tx, line, prepared, afterCommit);
    await store(tx, line, outcome, afterCommit);
    return outcome.reply;
  }

  async function decide(
    tx: Queryable,
    line: InboundLine,
    prepared: Prepared,
    afterCommit: AfterCommit,
  ): Promise<Outcome> {
    if (prepared.sender === undefined) return plain({ text: texts.notRegistered(line.event.senderId) });
    const { sender, roster, reading } = prepared;
    const base: CommandContext = {
      db: tx,
      now: line.now,
      clock: deps.clock,
      timeZone: deps.timeZone,
      ids: deps.ids,
      sender,
      line: reading.line,
      reading,
      roster,
      inboundId: line.inboundId,
      afterCommit,
    };
    if (line.event.kind === 'opened_app') return plain(welcome(sender));
    if (line.event.kind === 'button') return decidePress(base, line);
    const isTooLong = line.event.text.length > MAX_LINE_CHARACTERS;
    const open = isTooLong ? undefined : await findOpenQuestion(tx, personOf(line));
    const claimed = isTooLong ? undefined : await claimLine(specs, base, open);
    // A command that took the answer to its own question has answered it.
    if (claimed && open?.command === claimed.spec.name) await closeQuestion(tx, personOf(line), open.questionId);
    if (claimed) return { reply: claimed.reply, command: claimed.spec.name, line: base.line };
    if (reading.intent === 'emergency') return runLine(base, beginClarification(base.line, base.now));
    return open ? decideWithQuestion(base, line, open) : runLine(base, beginClarification(base.line, base.now));
  }

  async function decidePress(context: CommandContext, line: InboundLine): Promise<Outcome> {
    if (line.event.kind !== 'button') return plain({ text: texts.stale });
    const { buttonKey, taskId, senderId } = line.event;
    const key = parseButtonKey(buttonKey);
    if (key?.kind === 'option') {
      const open = await findOpenQuestion(context.db, personOf(line));
      const option = open?.options.find((candidate) => candidate.key === key.optionKey);
      if (!open || !option || open.questionId !== key.questionId)
        return { ...plain({ text: texts.stale }), doneLabel: texts.pressed };
      const doneLabel = texts.done(option.label);
      return {
        ...(await answerQuestion(context, line, open, { optionKey: option.key, text: option.label })),
        doneLabel,
      };
    }
    const spec = key?.kind === 'standing' ? registry.findByName(key.command) : undefined;
    if (key?.kind !== 'standing' || !spec?.press) return { ...plain({ text: texts.stale }), doneLabel: texts.pressed };
    const button = await findCardButton(context.db, { memberId: senderId, taskId, buttonKey });
    const denied = findDenial(spec, context.sender);
    const label = button?.label ?? '';
    const reply = denied ?? (await spec.press(withLine(context, label), key.key));
    return { reply, command: spec.name, line: label, doneLabel: label === '' ? texts.pressed : texts.done(label) };
  }

  async function decideWithQuestion(
    context: CommandContext,
    line: InboundLine,
    open: StoredQuestion,
  ): Promise<Outcome> {
    const match = matchAnswer(open, context.reading);
    if (match.kind === 'command') {
      const outcome = await runLine(context, beginClarification(context.line, context.now));
      return { ...outcome, reply: leaveAside(open, outcome.reply, context.now) };
    }
    if (match.kind === 'option')
      return answerQuestion(context, line, open, { optionKey: match.option.key, text: match.option.label });
    if (match.kind === 'words') return answerQuestion(context, line, open, { optionKey: null, text: context.line });
    if (match.kind === 'drop') {
      await closeQuestion(context.db, personOf(line), open.questionId);
      return plain({ text: texts.dropped });
    }
    if (hasExpired(open, context.now)) {
      await closeQuestion(context.db, personOf(line), open.questionId);
      return runLine(context, beginClarification(context.line, context.now));
    }
    const text = match.kind === 'out_of_range' ? texts.noSuchOption(open.options.length) : texts.chooseFirst;
    return askAgain(open, text);
  }

  /** The question is closed first, so that it is answered once even if the same press comes twice. */
  async function answerQuestion(
    context: CommandContext,
    line: InboundLine,
    open: StoredQuestion,
    answer: Answer,
  ): Promise<Outcome> {
    const isStillOpen = await closeQuestion(context.db, personOf(line), open.questionId);
    if (!isStillOpen) return plain({ text: texts.stale });
    if (hasExpired(open, context.now)) {
      // Words of a day later may have nothing to do with the question.
      if (answer.optionKey === null && !isMereAnswer(context.reading))
        return runLine(context, beginClarification(context.line, context.now));
      return plain({ text: open.tooLate ?? texts.expired(open.line) });
    }
    if (open.command === CLARIFY_COMMAND) return answerClarification(context, open, answer);
    const spec = registry.findByName(open.command);
    if (!spec?.answer) return plain({ text: texts.stale });
    const denied = findDenial(spec, context.sender);
    const reply = denied ?? (await spec.answer(withLine(context, answer.text), open, answer));
    if (reply === undefined) return runLine(context, beginClarification(context.line, context.now));
    return { reply, command: spec.name, line: open.line };
  }

  async function answerClarification(context: CommandContext, open: StoredQuestion, answer: Answer): Promise<Outcome> {
    if (answer.optionKey === 'cancel') return plain({ text: texts.dropped });
    const before = parseClarification(open.state);
    const { yesNo, confirm } = context.reading.answer;
    const isAgreed = answer.optionKey === null && (confirm || yesNo === 'yes');
    const after = settle(before, answer, {
      candidates: findAskedAbout(context, before),
      isAgreed,
      isDay: namesDay(context.reading),
      reading: readAgain(context, before),
    });
    if (!after) return askAgain(open, texts.nobodyFits);
    return runLine({ ...context, line: open.line }, after);
  }

  function findAskedAbout(context: CommandContext, clarification: Clarification) {
    const { students, records } = readAgain(context, clarification);
    const mentions = [...students, ...records.map(({ student }) => student)];
    return mentions.find(({ words }) => words === clarification.asking)?.candidates ?? [];
  }

  function readAgain(context: CommandContext, clarification: Clarification): Reading {
    const saidAt = new Date(clarification.saidAt);
    const line = clarification.readAs ?? clarification.line;
    const isSame = line === context.reading.line && saidAt.getTime() === context.now.getTime();
    return isSame
      ? context.reading
      : deps.understand(line, { roster: context.roster, now: saidAt, timeZone: deps.timeZone });
  }

  async function runLine(context: CommandContext, clarification: Clarification): Promise<Outcome> {
    const reading = applyClarification(readAgain(context, clarification), clarification);
    const line = clarification.line;
    if (reading.refusal !== null) {
      await deps.keepRefusal?.(context, line, reading.refusal);
      return { ...plain({ text: reading.refusal }), line };
    }
    if (reading.intent === 'answer') {
      const taken = reading.answer.cancel ? await deps.takeBack?.(context) : undefined;
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

  function isSameCommand(left: Intent, right: Intent): boolean {
    const spec = registry.findByIntent(left);
    return left === right || (spec !== undefined && spec === registry.findByIntent(right));
  }

  function answerWithoutCommand({ sender, line }: CommandContext, { intent, question }: Reading): Reply {
    const usable = listUsable(specs, sender.staff.role);
    const examples = usable.flatMap((spec) => (spec.name === 'help' ? [] : spec.examples.slice(0, 1))).slice(0, 4);
    const available = texts.availableNow([...examples, texts.helpWord]);
    // What the reading has to ask of a line without a meaning says why nothing was done; the line is kept as it came.
    if (intent === 'unknown' && question !== null) return { text: question };
    if (intent !== 'unknown') return { text: `${texts.notBuilt(INTENT_LABELS[intent])}\n${available}` };
    const nearest = findNearest(line, usable) ?? usable.find(({ name }) => name !== 'help') ?? usable[0];
    if (!nearest) return { text: available };
    return { text: texts.nearest(nearest.summary ?? '', nearest.examples.slice(0, 2)) };
  }

  function welcome(sender: Sender): Reply {
    const help = renderHelp(listUsable(specs, sender.staff.role));
    return { ...help, text: `${texts.welcome(sender.staff.name)}\n${help.text}` };
  }

  async function store(tx: Queryable, line: InboundLine, outcome: Outcome, afterCommit: AfterCommit): Promise<void> {
    const { reply, command } = outcome;
    const questionId = reply.question ? (outcome.questionId ?? deps.ids.token()) : undefined;
    if (reply.question && questionId !== undefined) {
      await saveQuestion(tx, personOf(line), {
        questionId,
        command,
        line: outcome.line,
        state: reply.question.state,
        options: reply.question.options,
        acceptsText: reply.question.acceptsText,
        takes: reply.question.takes ?? [],
        tooLate: reply.question.tooLate ?? null,
        askedAt: line.now,
        expiresAt: new Date(line.now.getTime() + (reply.question.expiresInMs ?? QUESTION_EXPIRES_MS)),
      });
    }
    await queue(
      tx,
      line,
      [...cardUpdateOf(line, outcome.doneLabel ?? texts.pressed), ...renderReply(reply, { command, questionId })],
      afterCommit,
    );
  }

  async function refuse(tx: Queryable, line: InboundLine, error: AppError, afterCommit: AfterCommit): Promise<Reply> {
    const reply: Reply = { text: error.userMessage };
    await queue(
      tx,
      line,
      [...cardUpdateOf(line, texts.notDone), ...renderReply(reply, { command: '', questionId: undefined })],
      afterCommit,
    );
    return reply;
  }

  async function queue(
    tx: Queryable,
    line: InboundLine,
    drafts: readonly MemberMessageDraft[],
    afterCommit: AfterCommit,
  ): Promise<void> {
    const { platform, senderId } = line.event;
    await queueMemberMessages(tx, {
      platform,
      memberId: senderId,
      drafts,
      now: line.now,
      ids: deps.ids,
      afterCommit,
      inboundId: line.inboundId,
    });
  }

  return { prepare, dispatch, refuse, specs };
}

function plain(reply: Reply): Outcome {
  return { reply, command: '', line: '' };
}

function withLine(context: CommandContext, line: string): CommandContext {
  return { ...context, line };
}

function askAgain(open: StoredQuestion, text: string): Outcome {
  const { options, acceptsText, takes, state, tooLate, command, line } = open;
  const question = { options, acceptsText, takes, state, ...(tooLate === null ? {} : { tooLate }) };
  return {
    reply: { text, question },
    command,
    line,
    questionId: open.questionId,
  };
}

/** The pressed card shows at once that the press arrived; each response code is good for one update. */
function cardUpdateOf({ event }: InboundLine, doneLabel: string): MemberMessageDraft[] {
  if (event.kind !== 'button' || event.responseCode === '') return [];
  return [{ kind: 'card_update', responseCode: event.responseCode, doneLabel }];
}

function findDenial(spec: CommandSpec, sender: Sender): Reply | undefined {
  const { role } = sender.staff;
  return scopeOf(role, spec.action) === undefined ? { text: texts.denied(role, ACTIONS[spec.action]) } : undefined;
}

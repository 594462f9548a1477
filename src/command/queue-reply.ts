import type { Queryable } from '../db/index.ts';
import type { AfterCommit } from '../queue/port.ts';
import type { AppError } from '../shared/errors.ts';
import type { IdSource } from '../shared/ids.ts';
import { type InboundLine, personOf } from './inbound-line.ts';
import { type MemberMessageDraft, queueMemberMessages } from './member-message.store.ts';
import type { Outcome } from './outcome.ts';
import { saveQuestion } from './question.store.ts';
import { renderReply } from './reply.ts';
import { commandTexts as texts } from './texts.zh.ts';

/** The transaction in which a line is worked off, and what its rows need. */
interface Ledger {
  readonly tx: Queryable;
  readonly ids: IdSource;
  readonly afterCommit: AfterCommit;
}

/** A question that names no time of its own stays open this long. */
const QUESTION_EXPIRES_MS = 12 * 3_600_000;

/** Keeps the question that the reply asks, if any, and queues the reply to whoever wrote the line. */
export async function queueReply(ledger: Ledger, line: InboundLine, outcome: Outcome): Promise<void> {
  const { reply, command } = outcome;
  const questionId = reply.question ? (outcome.questionId ?? ledger.ids.token()) : undefined;
  if (reply.question && questionId !== undefined) {
    const {
      options,
      acceptsText,
      state,
      takes = [],
      tooLate = null,
      expiresInMs = QUESTION_EXPIRES_MS,
    } = reply.question;
    const expiresAt = new Date(line.now.getTime() + expiresInMs);
    const asked = { questionId, command, line: outcome.line, askedAt: line.now, expiresAt };
    await saveQuestion(ledger.tx, personOf(line), { ...asked, options, acceptsText, state, takes, tooLate });
  }
  const update = cardUpdateOf(line, outcome.doneLabel ?? texts.pressed);
  await queue(ledger, line, [...update, ...renderReply(reply, { command, questionId })]);
}

/** Queues what the person is told whose line failed with this error. */
export async function queueRefusal(ledger: Ledger, line: InboundLine, error: AppError): Promise<void> {
  const reply = renderReply({ text: error.userMessage }, { command: '', questionId: undefined });
  await queue(ledger, line, [...cardUpdateOf(line, texts.notDone), ...reply]);
}

async function queue(
  { tx, ids, afterCommit }: Ledger,
  { event, now, inboundId }: InboundLine,
  drafts: readonly MemberMessageDraft[],
): Promise<void> {
  const { platform, senderId: memberId } = event;
  await queueMemberMessages(tx, { platform, memberId, drafts, now, ids, afterCommit, inboundId });
}

/** The pressed card shows at once that the press arrived; each response code is good for one update. */
function cardUpdateOf({ event }: InboundLine, doneLabel: string): MemberMessageDraft[] {
  if (event.kind !== 'button' || event.responseCode === '') return [];
  return [{ kind: 'card_update', responseCode: event.responseCode, doneLabel }];
}

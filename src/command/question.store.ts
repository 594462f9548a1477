import type { Queryable } from '../db/index.ts';
import type { Intent } from '../language/index.ts';
import type { PlatformName } from '../platform/port.ts';
import { toStorableText } from '../shared/bytes.ts';
import type { OpenQuestion, ReplyButton } from './command.ts';

/** An open question as stored: what was asked, with the options in the order of their numbers. */
export interface StoredQuestion extends OpenQuestion {
  readonly options: readonly ReplyButton[];
  readonly acceptsText: boolean;
  readonly takes: readonly Intent[];
  readonly expiresAt: Date;
  readonly tooLate: string | null;
}

interface Person {
  readonly platform: PlatformName;
  readonly userId: string;
}

/** The state column also says which words are accepted and what comes too late: the table has no columns of its own for it. */
interface StoredState {
  readonly acceptsText: boolean;
  readonly takes: readonly Intent[];
  readonly tooLate?: string | null;
  readonly state: unknown;
}

/** The question that is open with this person, expired or not. */
export async function findOpenQuestion(db: Queryable, person: Person): Promise<StoredQuestion | undefined> {
  const row = await db
    .selectFrom('openQuestions')
    .selectAll()
    .where('platform', '=', person.platform)
    .where('userId', '=', person.userId.toLowerCase())
    .executeTakeFirst();
  if (!row) return undefined;
  const { acceptsText, takes, tooLate = null, state } = row.state as StoredState;
  return {
    questionId: row.questionId,
    command: row.command,
    line: row.line,
    state,
    askedAt: row.askedAt,
    expiresAt: row.expiresAt,
    options: row.options,
    acceptsText,
    takes,
    tooLate,
  };
}

/** Opens a question; the one that was open before, if any, is replaced. */
export async function saveQuestion(tx: Queryable, person: Person, question: StoredQuestion): Promise<void> {
  const values = {
    questionId: question.questionId,
    command: question.command,
    line: toStorableText(question.line),
    state: toJson({
      acceptsText: question.acceptsText,
      takes: question.takes,
      tooLate: question.tooLate,
      state: question.state ?? null,
    } satisfies StoredState),
    options: toJson(question.options),
    askedAt: question.askedAt,
    expiresAt: question.expiresAt,
  };
  await tx
    .insertInto('openQuestions')
    .values({ platform: person.platform, userId: person.userId.toLowerCase(), ...values })
    .onConflict((conflict) => conflict.columns(['platform', 'userId']).doUpdateSet(values))
    .execute();
}

/** Closes the question; true when it was still this one, so that an answer counts once. */
export async function closeQuestion(tx: Queryable, person: Person, questionId: string): Promise<boolean> {
  const row = await tx
    .deleteFrom('openQuestions')
    .where('platform', '=', person.platform)
    .where('userId', '=', person.userId.toLowerCase())
    .where('questionId', '=', questionId)
    .returning('questionId')
    .executeTakeFirst();
  return row !== undefined;
}

function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? toStorableText(inner) : inner));
}

import { toDay } from '../../calendar/index.ts';
import { draftCard, type MemberMessageDraft, queueMemberMessages, standingButtonKey } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import { confirmDelivery } from '../../delivery/index.ts';
import { namedRelationOf } from '../../notice/index.ts';
import type { PlatformName } from '../../platform/port.ts';
import { type AfterCommit, inTransactionThenWake, type WakeQueue } from '../../queue/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IdSource } from '../../shared/ids.ts';
import { equalInConstantTime } from '../../shared/secret.ts';
import {
  countReplies,
  hasReply,
  insertReply,
  keepFirstRead,
  keepGuesses,
  keepNoPhoneTold,
  keepWrongTry,
  type LinkFacts,
  listPhones,
  lockGuesses,
  lockLink,
} from './link.store.ts';
import {
  lastDigitsOf,
  MAX_REPLIES,
  MAX_REPLIES_AN_HOUR,
  MAX_REPLY_CHARACTERS,
  MAX_TRIES,
  MAX_WRONG_A_DAY,
} from './link-states.ts';
import { linkTexts as texts } from './texts.zh.ts';

/** Names of the commands that get the presses (link.commands.ts). */
export const UNLOCK_COMMAND = 'unlock_link';
export const REPLY_COMMAND = 'link_reply';

export interface LinkWork {
  readonly db: Queryable;
  readonly wake: WakeQueue;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly platform: PlatformName;
  readonly timeZone: string;
}

export type DigitsOutcome =
  | { readonly kind: 'right' | 'locked' | 'no_phone' }
  | { readonly kind: 'wrong'; readonly left: number };

/** Compares digits with the family's numbers and keeps a wrong try; see `link-states.ts`. */
export async function tryDigits(work: LinkWork, facts: LinkFacts, digits: string): Promise<DigitsOutcome> {
  const { deliveryId, studentId, recipients } = facts;
  return inTransactionThenWake(work.db, work.wake, async (tx, afterCommit) => {
    const now = work.clock.now();
    const link = await lockLink(tx, deliveryId);
    if (link.lockedAt !== null) return { kind: 'locked' };
    const phones = await listPhones(tx, facts, namedRelationOf(recipients, studentId));
    const known = phones.flatMap((phone) => lastDigitsOf(phone) ?? []);
    if (known.length === 0) {
      if (link.noPhoneToldAt === null) {
        await keepNoPhoneTold(tx, deliveryId, now);
        const text = texts.noPhoneForStaff(facts.studentName, facts.title, facts.noticeCode);
        await tell(work, tx, afterCommit, facts, [{ kind: 'text', text }]);
      }
      return { kind: 'no_phone' };
    }
    const wrong = await lockGuesses(tx, studentId, toDay(now, work.timeZone));
    if (wrong >= MAX_WRONG_A_DAY) {
      await keepWrongTry(tx, deliveryId, { tries: link.tries, lockedAt: now });
      await tell(work, tx, afterCommit, facts, [lockedCard(facts)]);
      return { kind: 'locked' };
    }
    if (known.filter((each) => equalInConstantTime(each, digits)).length > 0) {
      await keepFirstRead(tx, deliveryId, now);
      return { kind: 'right' };
    }
    const tries = link.tries + 1;
    const left = Math.min(MAX_TRIES - tries, MAX_WRONG_A_DAY - wrong - 1);
    const isLocked = left <= 0;
    await keepGuesses(tx, studentId, wrong + 1);
    await keepWrongTry(tx, deliveryId, { tries, lockedAt: isLocked ? now : null });
    if (!isLocked) return { kind: 'wrong', left };
    await tell(work, tx, afterCommit, facts, [lockedCard(facts)]);
    return { kind: 'locked' };
  });
}

/** 我已知悉. A second click changes nothing. */
export async function confirmRead({ db, clock }: LinkWork, { deliveryId }: LinkFacts): Promise<void> {
  await confirmDelivery(db, deliveryId, clock.now());
}

export type ReplyProblem =
  | { readonly kind: 'empty' | 'too_often' | 'full' }
  | { readonly kind: 'too_long'; readonly length: number };
type ReplyOutcome = ReplyProblem | { readonly kind: 'kept' };

/** Stores a letter and the message to the member of staff together; the same form twice is one letter. */
export async function keepReply(
  work: LinkWork,
  facts: LinkFacts,
  form: { readonly formId: string; readonly words: string },
): Promise<ReplyOutcome> {
  const words = toStorableText(form.words).trim();
  if (words === '') return { kind: 'empty' };
  const { length } = [...words];
  if (length > MAX_REPLY_CHARACTERS) return { kind: 'too_long', length };
  const { deliveryId } = facts;
  return inTransactionThenWake(work.db, work.wake, async (tx, afterCommit): Promise<ReplyOutcome> => {
    const now = work.clock.now();
    await lockLink(tx, deliveryId);
    if (await hasReply(tx, deliveryId, form.formId)) return { kind: 'kept' };
    const { all, recent } = await countReplies(tx, deliveryId, new Date(now.getTime() - 3_600_000));
    if (all >= MAX_REPLIES) return { kind: 'full' };
    if (recent >= MAX_REPLIES_AN_HOUR) return { kind: 'too_often' };
    const replyId = work.ids.uuid();
    await insertReply(tx, { replyId, deliveryId, formId: form.formId, words, writtenAt: now });
    await tell(work, tx, afterCommit, facts, replyMessages(facts, replyId, words));
    return { kind: 'kept' };
  });
}

async function tell(
  { ids, clock, platform }: LinkWork,
  tx: Queryable,
  afterCommit: AfterCommit,
  { memberId }: LinkFacts,
  drafts: readonly MemberMessageDraft[],
): Promise<void> {
  if (memberId === null) return;
  await queueMemberMessages(tx, { platform, memberId, now: clock.now(), ids, afterCommit, drafts });
}

function lockedCard({ deliveryId, studentName, title, noticeCode }: LinkFacts): MemberMessageDraft {
  return {
    kind: 'card',
    card: {
      title: texts.lockedCard,
      text: texts.lockedForStaff(studentName, title, noticeCode),
      buttons: [{ key: standingButtonKey(UNLOCK_COMMAND, deliveryId), label: texts.unlockButton, style: 'primary' }],
    },
  };
}

function replyMessages({ studentName, title, noticeCode }: LinkFacts, replyId: string, words: string) {
  const letter = texts.replyForStaff(studentName, words);
  const about = texts.replyAbout(title, noticeCode);
  const buttons = [
    { key: standingButtonKey(REPLY_COMMAND, `contact:${replyId}`), label: texts.asContact, style: 'primary' },
    { key: standingButtonKey(REPLY_COMMAND, `opinion:${replyId}`), label: texts.asOpinion },
  ] as const;
  return draftCard({ title: texts.replyCard(studentName), text: `${letter}\n${about}`, short: about, buttons });
}

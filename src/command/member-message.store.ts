import type { Queryable } from '../db/index.ts';
import type { CardButton, MemberCard, Outbound, PlatformName } from '../platform/port.ts';
import type { AfterCommit } from '../queue/port.ts';
import { toStorableText } from '../shared/bytes.ts';
import type { IdSource } from '../shared/ids.ts';

/** One thing to say to a member of staff. A card's task id is made here, from the id of the row. */
export type MemberMessageDraft =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'card'; readonly card: Omit<MemberCard, 'taskId'> }
  | { readonly kind: 'card_update'; readonly responseCode: string; readonly doneLabel: string };

/** `member_messages.content`, by kind: what the platform's call needs besides the member. */
export type MemberMessageContent =
  | { readonly text: string }
  | { readonly card: MemberCard }
  | { readonly responseCode: string; readonly doneLabel: string };

interface Recipient {
  readonly platform: PlatformName;
  /** As the platform writes it. */
  readonly memberId: string;
  readonly now: Date;
  readonly ids: IdSource;
  readonly afterCommit: AfterCommit;
  /** The line that is answered; absent for what the bot says by itself. */
  readonly inboundId?: string;
}

export type QueueMemberMessages = Recipient & { readonly drafts: readonly MemberMessageDraft[] };
export type QueueMemberText = Recipient & { readonly text: string };

/** The lane in which everything for one member goes out, in order. */
function memberLaneKey(platform: PlatformName, memberId: string): string {
  return `member:${platform}:${memberId.toLowerCase()}`;
}

/** Queues messages for one member, in this order, inside the caller's transaction; delivery is woken after its commit. */
export async function queueMemberMessages(tx: Queryable, request: QueueMemberMessages): Promise<void> {
  const { platform, memberId, now, ids, afterCommit, drafts } = request;
  if (drafts.length === 0) return;
  const laneKey = memberLaneKey(platform, memberId);
  const rows = drafts.map((draft) => {
    const messageId = ids.uuid();
    return {
      messageId,
      platform,
      memberId,
      laneKey,
      kind: draft.kind,
      content: JSON.stringify(contentOf(draft, messageId), (_key, value: unknown) =>
        typeof value === 'string' ? toStorableText(value) : value,
      ),
      inboundId: request.inboundId ?? null,
      createdAt: now,
    };
  });
  await tx.insertInto('memberMessages').values(rows).execute();
  afterCommit.wake('delivery', laneKey);
}

/** Queues one text; longer ones are split when they are sent. */
export async function queueMemberText(tx: Queryable, { text, ...recipient }: QueueMemberText): Promise<void> {
  await queueMemberMessages(tx, { ...recipient, drafts: [{ kind: 'text', text }] });
}

function contentOf(draft: MemberMessageDraft, messageId: string): MemberMessageContent {
  switch (draft.kind) {
    case 'text':
      return { text: draft.text };
    case 'card':
      return { card: { taskId: taskIdOf(messageId), ...draft.card } };
    case 'card_update':
      return { responseCode: draft.responseCode, doneLabel: draft.doneLabel };
  }
}

/** What a stored message asks of the platform. Long texts come out whole; the sender splits them. */
export function toOutbound(message: {
  readonly kind: 'text' | 'card' | 'card_update';
  readonly memberId: string;
  readonly content: unknown;
}): Outbound {
  const { memberId, kind } = message;
  // Written by `queueMemberMessages` and nobody else.
  if (kind === 'text') return { kind: 'member_text', memberId, ...(message.content as { text: string }) };
  if (kind === 'card') return { kind: 'member_card', memberId, ...(message.content as { card: MemberCard }) };
  return { kind: 'card_update', memberId, ...(message.content as { responseCode: string; doneLabel: string }) };
}

/** Letters, digits, `_`, `-`, `@`, at most 128 bytes, unique for ever (wecom.md §4). */
function taskIdOf(messageId: string): string {
  return `jx-${messageId}`;
}

const TASK_ID_PATTERN = /^jx-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u;

/** The button that was pressed, as we drew it for this member; undefined for a card that is not (or no longer) ours. */
export async function findCardButton(
  db: Queryable,
  press: { readonly memberId: string; readonly taskId: string; readonly buttonKey: string },
): Promise<CardButton | undefined> {
  const messageId = TASK_ID_PATTERN.exec(press.taskId)?.[1];
  if (messageId === undefined) return undefined;
  const row = await db
    .selectFrom('memberMessages')
    .select(['content', 'memberId'])
    .where('messageId', '=', messageId)
    .where('kind', '=', 'card')
    .executeTakeFirst();
  if (row?.memberId.toLowerCase() !== press.memberId.toLowerCase()) return undefined;
  return (row.content as { card: MemberCard }).card.buttons.find(({ key }) => key === press.buttonKey);
}

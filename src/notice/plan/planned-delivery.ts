import type { DeliveryChannel, Queryable } from '../../db/index.ts';
import type { AfterCommit } from '../../queue/port.ts';
import type { IdSource } from '../../shared/ids.ts';

/**
 * One notice to one target, as it was worked out at the confirmation. `notice/` decides who, by which channel and with
 * which words; `delivery/` makes ledger rows of it and carries them out.
 */
export interface PlannedDelivery {
  /** Unique within the notice and its rung: `student:<id>` for one family, `group:<id>` for a parents' group. */
  readonly targetKey: string;
  readonly channel: DeliveryChannel;
  /** What people see as the target: a platform id or a group's name, never a phone number. */
  readonly target: string;
  /** The platform's id that the call needs: parent user id, chat id; null for a robot (delivery/ marks it with its webhook) and for relay. */
  readonly platformTarget: string | null;
  /** Who must tap or paste, where somebody must. */
  readonly ownerUserId: string | null;
  readonly guardianId: string | null;
  readonly groupId: string | null;
  readonly studentId: string | null;
  readonly classId: string | null;
  /** Which step to the target it is, absent = the first; unique with the target key (`deliveries.rung`). */
  readonly rung?: string;
  /** The delivery whose personal link a reminder carries. */
  readonly follows?: string;
  /** The whole text with its footer; targets with the same words share the same string. */
  readonly body: string;
  /** Known before any call to be out of reach: the row starts as `failed` with this code (`not_subscribed`, `no_channel`, `no_contact`). */
  readonly failedWith?: string;
}

/** A notice that is being confirmed, with everything that was planned for it. */
export interface ConfirmedNotice {
  readonly noticeId: string;
  readonly planned: readonly PlannedDelivery[];
  /** Urgent ones ignore quiet hours. */
  readonly isUrgent: boolean;
  /** Low ones wait for the evening and go out as one text with others; never together with `isUrgent`. Absent = not low. */
  readonly isLow?: boolean;
  /** The time for which it is set; an urgent one goes out at once all the same. Absent or over = at once. */
  readonly sendAt?: Date | null;
}

/** What the confirming transaction lends. */
export interface ConfirmDependencies {
  readonly now: Date;
  readonly ids: IdSource;
  /** Wakes go out only after the commit. */
  readonly afterCommit: AfterCommit;
}

/**
 * Writes one delivery per planned target (and what wakes their workers) into the transaction that confirms the notices; many
 * notices, as of a batch, take as few statements as one.
 * `delivery/` implements it; `service.ts` hands it in, because this folder may not import that one.
 */
export type ConfirmDeliveries = (
  tx: Queryable,
  notices: readonly ConfirmedNotice[],
  dependencies: ConfirmDependencies,
) => Promise<void>;

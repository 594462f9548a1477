/**
 * The one interface between Jiaxin and a chat platform. An adapter lives in `platform/<name>/`; nothing outside that
 * folder knows its words. Ids of a platform are opaque: never re-cased, never parsed.
 */

export type PlatformName = 'wecom' | 'dingtalk';

/** What an HTTP callback brought. A query parameter that came twice is refused before this is built. */
export interface RawCallback {
  readonly method: 'GET' | 'POST';
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A callback whose signature, receiver and padding were checked. */
export interface VerifiedCallback {
  readonly platform: PlatformName;
  /** The decrypted text: XML for WeCom. */
  readonly plain: string;
  readonly receivedAt: Date;
}

interface InboundBase {
  readonly platform: PlatformName;
  /** Account of the platform, e.g. corp id and agent id joined by `/`. */
  readonly account: string;
  /** The key under which a repeat is recognised (style: message by ids, event by SHA-256 of the plain text). */
  readonly dedupeKey: string;
  /** User id of the person who wrote or pressed; empty for events of the system. */
  readonly senderId: string;
  /** When the platform says it happened. */
  readonly sentAt: Date;
}

export type InboundEvent =
  | (InboundBase & { readonly kind: 'text'; readonly text: string })
  | (InboundBase & {
      readonly kind: 'button';
      /** Key of the pressed button, ours. */
      readonly buttonKey: string;
      readonly taskId: string;
      /** Opens exactly one update of the card. */
      readonly responseCode: string;
    })
  | (InboundBase & { readonly kind: 'opened_app' })
  | (InboundBase & {
      readonly kind: 'guardian_subscription';
      readonly guardianUserId: string;
      readonly isSubscribed: boolean;
    })
  | (InboundBase & { readonly kind: 'unsupported'; readonly description: string });

export interface PlatformCapabilities {
  /** Bytes of a text to one member; longer ones are split. */
  readonly maxMemberTextBytes: number;
  readonly maxSchoolNoticeBytes: number;
  readonly maxGroupTextBytes: number;
  readonly maxRobotTextBytes: number;
  /** How long the platform recognises a byte-identical repeat of a request, ms; 0 = never. */
  readonly duplicateCheckMs: Readonly<Record<Outbound['kind'], number>>;
}

/** A small form with buttons. `taskId` is unique for ever. */
export interface MemberCard {
  readonly taskId: string;
  readonly title: string;
  readonly text: string;
  readonly buttons: readonly CardButton[];
}

export interface CardButton {
  readonly key: string;
  readonly label: string;
  readonly style?: 'primary' | 'danger' | 'plain';
}

/** One call to the platform. A retry of the same Outbound must give a byte-identical request. */
export type Outbound =
  | {
      readonly kind: 'member_text';
      readonly memberId: string;
      readonly text: string;
      /** Two messages may say the same; the platform's duplicate check must tell them apart from one that is repeated. */
      readonly messageId?: string;
    }
  | { readonly kind: 'member_card'; readonly memberId: string; readonly card: MemberCard }
  /** Greys the buttons of a pressed card and prints `doneLabel` on them. */
  | {
      readonly kind: 'card_update';
      readonly memberId: string;
      readonly responseCode: string;
      readonly doneLabel: string;
    }
  | { readonly kind: 'school_notice'; readonly guardianUserIds: readonly string[]; readonly text: string }
  | {
      readonly kind: 'mass_task';
      readonly ownerId: string;
      readonly chatIds: readonly string[];
      readonly text: string;
    }
  | { readonly kind: 'mass_task_remind'; readonly taskRef: string }
  | { readonly kind: 'mass_task_cancel'; readonly taskRef: string }
  | { readonly kind: 'robot_text'; readonly webhookUrl: string; readonly text: string };

/**
 * What one call did. Exactly one of:
 * - `accepted`: the platform took it; `refused` lists single targets that it could not reach, each with its code.
 * - `failed`: it certainly had no effect.
 * - `unknown`: the request may have had its effect (time-out or broken connection after it was written).
 */
export type SendResult =
  | {
      readonly outcome: 'accepted';
      /** The platform's id of what was made (a mass task's msgid). */
      readonly ref?: string;
      readonly refused: readonly { readonly target: string; readonly code: string }[];
    }
  | { readonly outcome: 'failed'; readonly failure: SendFailure }
  | { readonly outcome: 'unknown'; readonly code: string };

/**
 * Who must act: `transient` we, later; `rate` we, after `retryAfterMs`; `recipient` the roster; `channel` the
 * administrator, this channel stands still until then; `credentials` the administrator, everything stands still;
 * `request` we, this one never works.
 */
export interface SendFailure {
  readonly kind: 'transient' | 'rate' | 'recipient' | 'channel' | 'credentials' | 'request';
  /** The vendor's code as text, or ours: `connection_refused`. */
  readonly code: string;
  readonly retryAfterMs?: number;
}

/** Where a mass task stands for one chat: `waiting` for the owner's tap, `sent`, `capped` by the platform's quota. */
export interface MassTaskReceipt {
  readonly chatId: string;
  readonly state: 'waiting' | 'sent' | 'capped' | 'failed';
  readonly code?: string;
  readonly sentAt?: Date;
}

export type ReceiptsResult =
  | { readonly outcome: 'ok'; readonly receipts: readonly MassTaskReceipt[] }
  | { readonly outcome: 'failed'; readonly failure: SendFailure };

/** One parent of one student in the platform's own directory of families. */
export interface DirectoryParent {
  readonly parentUserId: string;
  /** Whether the account follows 学校通知; null = not said. */
  readonly isSubscribed: boolean | null;
  /** As the platform writes it; null where we may not see it. */
  readonly phone: string | null;
  readonly studentUserId: string;
  readonly studentName: string;
}

/**
 * What the platform's directory says. A part that was refused (a class outside our range) is left out and counted; then
 * nobody may be concluded to be gone. `failed` carries what was read until then.
 */
export type DirectoryReading = {
  readonly parents: readonly DirectoryParent[];
  readonly refusedDepartments: number;
} & ({ readonly outcome: 'ok' } | { readonly outcome: 'failed'; readonly failure: SendFailure });

export interface ChatPlatform {
  readonly name: PlatformName;
  readonly account: string;
  readonly capabilities: PlatformCapabilities;
  /** Checks signature, receiver, padding. Throws AppError `callback.*`. Pure. */
  verifyCallback(raw: RawCallback): VerifiedCallback;
  /** One callback can carry several events. Unknown ones come out as `unsupported`. Pure; throws `callback.undecipherable`. */
  parseCallback(verified: VerifiedCallback): readonly InboundEvent[];
  /** Never throws for anything that the platform or the network did, nor because the database is away. */
  send(outbound: Outbound, signal?: AbortSignal): Promise<SendResult>;
  /** Asks where a mass task stands. */
  fetchReceipts(
    task: { readonly taskRef: string; readonly ownerId: string },
    signal?: AbortSignal,
  ): Promise<ReceiptsResult>;
  /** Reads the directory of families, class by class; null where the tenant has none. */
  readonly readDirectory: ((signal?: AbortSignal) => Promise<DirectoryReading>) | null;
  /** One cheap authenticated call, for `doctor`. Chinese sentences, each one thing to do. */
  diagnose(): Promise<readonly Diagnosis[]>;
}

export interface Diagnosis {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'not_checked';
  /** Chinese: what is so, and what to do about it. */
  readonly message: string;
}

import type { Queryable } from '../db/index.ts';
import type { NoticeSettings } from './plan/plan-notice.ts';
import type { ConfirmDeliveries } from './plan/planned-delivery.ts';

/** Who stopped sending: the sender (`own`), or the office for everybody. Both = `own`, which the sender can end. */
export type SendingPause = 'own' | 'everybody';

/** What the process hands in once, at the start. */
export interface NoticeDependencies extends NoticeSettings {
  readonly confirmDeliveries: ConfirmDeliveries;
  /** Does what this person confirms stand still? `delivery/` knows; null = it goes out. */
  readonly findPause: (db: Queryable, staffId: string) => Promise<SendingPause | null>;
  /** `HH:mm-HH:mm`. */
  readonly quietHours: string;
  readonly timeZone: string;
  /** Kinds that need a second person, and `mass` (APPROVALS). */
  readonly approvals: readonly string[];
}

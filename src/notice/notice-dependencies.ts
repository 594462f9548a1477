import type { NoticeSettings } from './plan/plan-notice.ts';
import type { ConfirmDeliveries } from './plan/planned-delivery.ts';

/** What the process hands in once, at the start. */
export interface NoticeDependencies extends NoticeSettings {
  readonly confirmDeliveries: ConfirmDeliveries;
  /** `HH:mm-HH:mm`. */
  readonly quietHours: string;
  readonly timeZone: string;
  /** Kinds that need a second person, and `mass` (APPROVALS). */
  readonly approvals: readonly string[];
}

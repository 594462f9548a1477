import type { InboundEvent, PlatformName } from '../platform/port.ts';

/** A stored line, press or opening of the app by one person. */
export interface InboundLine {
  readonly inboundId: string;
  readonly event: Extract<InboundEvent, { kind: 'text' | 'button' | 'opened_app' }>;
  /** The instant of the domain at which it arrived. */
  readonly now: Date;
}

/** Whose line it is: at most one question is open with this person. */
export function personOf({ event }: InboundLine): { readonly platform: PlatformName; readonly userId: string } {
  return { platform: event.platform, userId: event.senderId };
}

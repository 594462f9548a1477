/**
 * Two kinds of time, never to be mixed:
 * - the clock of the domain (`Clock`): dates, terms, quiet hours, schedules, expiry of links. It can be moved for tests,
 *   rehearsals and the sandbox.
 * - real time (`Date.now()` and the database's `clock_timestamp()`): pacing, leases, tokens, the age of a callback.
 */
export interface Clock {
  /** The present instant of the domain. */
  now(): Date;
}

/** A clock that runs at the speed of the real one, ahead of it by `offsetMs`. */
export class ShiftableClock implements Clock {
  #offsetMs: number;

  constructor(offsetMs = 0) {
    this.#offsetMs = offsetMs;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** Make the domain's present instant `instant`; it ticks on from there. */
  moveTo(instant: Date): void {
    this.#offsetMs = instant.getTime() - Date.now();
  }
}

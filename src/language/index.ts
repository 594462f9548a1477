export { saysThanks } from './courtesy.ts';
export { lastDayNamed, writeOutDays } from './day-words.ts';
export { findEmergency } from './emergency.ts';
export { MAX_LINE_CHARACTERS, unifyCharacters } from './normalise.ts';
export type * from './reading.ts';
export { relationOf } from './relation.ts';
export { buildRosterIndex, type RosterIndex } from './roster-index.ts';
export { IMPOSSIBLE_TIME, type LineContext, understandLine } from './understand.ts';
export { OCCURRED_AT } from './wall-clock.ts';

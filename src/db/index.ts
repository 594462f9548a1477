export { moveDomainClock, openDomainClock } from './domain-clock.store.ts';
export { findRunningEmbedded } from './embedded.ts';
export { listPendingMigrations, MIGRATIONS_DIR, type MigrationOutcome, migrateToLatest } from './migrate.ts';
export { type MovedTable, moveDatabase } from './move.store.ts';
export { type OpenDatabase, type OpenOptions, openDatabase, type Queryable } from './open-database.ts';
export { readServerFacts, type ServerFacts } from './server-facts.store.ts';
export { readSetting, writeSetting } from './setting.store.ts';
export type * from './tables.ts';
export { inTransaction, isDatabaseAway, toDatabaseError } from './transaction.ts';

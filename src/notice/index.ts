export { findVerifiableNotice, readNoticeCode, type VerifiedNotice } from './find-verifiable.ts';
export { checkText } from './guard/index.ts';
export { createNoticeCommands } from './notice.commands.ts';
export type { NoticeDependencies } from './notice-dependencies.ts';
export type {
  ConfirmDependencies,
  ConfirmedNotice,
  PlannedDelivery,
} from './planned-delivery.ts';
export {
  createScheduledRunPreparer,
  type PreparedRun,
  type PrepareScheduledRun,
} from './prepare-scheduled-run.ts';

export { parseNoticeCode as readNoticeCode } from '../shared/ids.ts';
export { type ApprovalWork, createApprovalWork } from './approval/approval-work.ts';
export { describeOwnWaiting, takeBackOwn, withdrawOwn } from './approval/own-waiting.ts';
export { namedRelationOf } from './audience/recipients.ts';
export { channelOf } from './audience/route.ts';
export { type BatchWork, createBatchWork } from './batch/batch-work.ts';
export { listDueCampaigns, listItems, lockCampaign, updateItem } from './campaign/campaign.store.ts';
export { type CampaignItems, createCampaignItems, type RunItem } from './campaign/prepare-item.ts';
export { campaignTexts } from './campaign/texts.zh.ts';
export { runFactsImport, runFactsTemplate } from './facts/facts.cli.ts';
export { findVerifiableNotice, type VerifiedNotice } from './find-verifiable.ts';
export { checkText, type GuardOptions, offerRewrite } from './guard/index.ts';
export { checkNoticeTemplates } from './kinds/check-notice-templates.ts';
export { collectNoticeMetrics } from './metrics.ts';
export { createNoticeCommands } from './notice.commands.ts';
export { lockNotices } from './notice.store.ts';
export type { NoticeDependencies, SendingPause } from './notice-dependencies.ts';
export { renderCallOutlines } from './plan/call-outline.ts';
export { nextEvening } from './plan/evening-round.ts';
export { buildFooter, PERSONAL_TOKEN_LENGTH, personalUrl, withPersonalLink } from './plan/footer.ts';
export { maxBytesOf } from './plan/plan-notice.ts';
export type {
  ConfirmDependencies,
  ConfirmedNotice,
  PlannedDelivery,
} from './plan/planned-delivery.ts';
export {
  createScheduledRunPreparer,
  type PreparedRun,
  type PrepareScheduledRun,
} from './schedule/prepare-scheduled-run.ts';
export { pausedTexts } from './texts.zh.ts';
export { settleSendAt } from './timed/send-at.ts';
export { createGuardRetention, type GuardRetention } from './verdict/guard-retention.ts';
export { keepRefusedLine } from './verdict/keep-refused-line.ts';

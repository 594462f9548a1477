export { type ButtonKey, standingButtonKey } from './button-key.ts';
export type {
  Answer,
  CommandContext,
  CommandSpec,
  OpenQuestion,
  PendingQuestion,
  Question,
  Reply,
  ReplyButton,
  Sender,
  SenderDirectory,
  StaffMember,
} from './command.ts';
export {
  createDispatcher,
  type Dispatcher,
  type DispatcherDeps,
  type Prepared,
} from './dispatcher.ts';
export { renderCommandsDoc, renderPermissionsDoc } from './docs.ts';
export type { InboundLine } from './inbound-line.ts';
export { draftCard } from './long-card.ts';
export {
  type MemberMessageContent,
  type MemberMessageDraft,
  type QueueMemberMessages,
  type QueueMemberText,
  queueMemberMessages,
  queueMemberText,
  toOutbound,
} from './member-message.store.ts';
export { type Action, type Scope, scopeOf } from './permissions.ts';
export { renderReply } from './reply.ts';
export { INTENT_LABELS, ROLE_LABELS } from './texts.zh.ts';

import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely';

/**
 * The tables, written by hand; a test compares them with `information_schema`. Over 400 lines, because a reader wants them
 * all in one place. Columns are camelCase here and snake_case in SQL (CamelCasePlugin). `bigint` arrives as text. Each
 * table's purpose stands in docs/schema.md.
 */

/** An instant: read as Date, written as Date or ISO text. */
type Instant = ColumnType<Date, Date | string, Date | string>;
type NullableInstant = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** jsonb: write it with `JSON.stringify`, because pg turns arrays into SQL arrays. */
type Json<T> = ColumnType<T, string, string>;
type BigSerial = GeneratedAlways<string>;
/** Nullable and not needed at an insert. */
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;

export interface Database {
  settings: SettingsTable;
  platformTokens: PlatformTokensTable;
  colleges: CollegesTable;
  staff: StaffTable;
  classes: ClassesTable;
  students: StudentsTable;
  guardians: GuardiansTable;
  parentGroups: ParentGroupsTable;
  rosterImports: RosterImportsTable;
  directorySyncs: DirectorySyncsTable;
  inboundMessages: InboundMessagesTable;
  inboundRaw: InboundRawTable;
  openQuestions: OpenQuestionsTable;
  memberMessages: MemberMessagesTable;
  lanes: LanesTable;
  pacingSlots: PacingSlotsTable;
  contacts: ContactsTable;
  contactTexts: ContactTextsTable;
  tasks: TasksTable;
  emergencies: EmergenciesTable;
  emergencyEntries: EmergencyEntriesTable;
  schedules: SchedulesTable;
  factImports: FactImportsTable;
  facts: FactsTable;
  draftBatches: DraftBatchesTable;
  templateVersions: TemplateVersionsTable;
  campaigns: CampaignsTable;
  campaignItems: CampaignItemsTable;
  notices: NoticesTable;
  scheduleRuns: ScheduleRunsTable;
  noticeBodies: NoticeBodiesTable;
  deliveries: DeliveriesTable;
  noticeLinks: NoticeLinksTable;
  noticeReplies: NoticeRepliesTable;
  linkGuesses: LinkGuessesTable;
  ladderOffers: LadderOffersTable;
  sendPauses: SendPausesTable;
  studentAgreements: StudentAgreementsTable;
  guardDecisions: GuardDecisionsTable;
  auditEntries: AuditEntriesTable;
  approvalRequests: ApprovalRequestsTable;
}

export interface SettingsTable {
  settingKey: string;
  value: Json<unknown>;
  updatedAt: Generated<Date>;
}

export interface PlatformTokensTable {
  platform: string;
  account: string;
  tokenSealed: Optional<string>;
  expiresAt: NullableInstant;
  refreshToken: Optional<string>;
  refreshingUntil: NullableInstant;
  secretFingerprint: Optional<string>;
  stoppedCode: Optional<string>;
  stoppedAt: NullableInstant;
  updatedAt: Generated<Date>;
}

export interface CollegesTable {
  collegeId: string;
  name: string;
}

export type StaffRole =
  | 'counsellor'
  | 'class_teacher'
  | 'subject_teacher'
  | 'college_leader'
  | 'student_affairs'
  | 'admin';

export interface StaffTable {
  staffId: string;
  staffNo: string;
  name: string;
  role: StaffRole;
  collegeId: Optional<string>;
  phone: Optional<string>;
  wecomUserId: Optional<string>;
  dingtalkUserId: Optional<string>;
  archivedAt: NullableInstant;
}

export interface ClassesTable {
  classId: string;
  name: string;
  collegeId: string;
  grade: Optional<string>;
  counsellorId: string;
  classTeacherId: Optional<string>;
  archivedAt: NullableInstant;
}

export interface StudentsTable {
  studentId: string;
  studentNo: string;
  name: string;
  gender: Optional<string>;
  classId: string;
  phone: Optional<string>;
  attentionLevel: Generated<'special' | 'key' | 'general'>;
  attentionReason: Optional<string>;
  status: Generated<'enrolled' | 'suspended' | 'withdrawn' | 'graduated'>;
  archivedAt: NullableInstant;
}

export interface GuardiansTable {
  guardianId: string;
  studentId: string;
  name: string;
  relation: string;
  phone: Optional<string>;
  contactOrder: Generated<number>;
  isEmergencyOnly: Generated<boolean>;
  doNotContactReason: Optional<string>;
  wecomParentUserId: Optional<string>;
  isSubscribed: Optional<boolean>;
  language: Optional<string>;
  archivedAt: NullableInstant;
  isAccountFound: Generated<boolean>;
  subscriptionHeardAt: NullableInstant;
}

export interface DirectorySyncsTable {
  account: string;
  dueAt: Instant;
  triedAt: NullableInstant;
  syncedAt: NullableInstant;
  rosterVersion: Optional<number>;
  failureCode: Optional<string>;
  failures: Generated<number>;
  counts: ColumnType<unknown, string | undefined, string>;
}

export interface ParentGroupsTable {
  groupId: string;
  classId: Optional<string>;
  studentId: Optional<string>;
  name: string;
  platform: 'wecom' | 'wechat' | 'qq' | 'dingtalk';
  chatId: Optional<string>;
  webhookSealed: Optional<string>;
  ownerId: string;
  archivedAt: NullableInstant;
}

export interface RosterImportsTable {
  importId: string;
  importedAt: Instant;
  sourceHash: string;
  changes: Json<unknown>;
}

export interface InboundMessagesTable {
  inboundId: BigSerial;
  platform: string;
  account: string;
  dedupeKey: string;
  kind: string;
  senderId: string;
  laneKey: string;
  sentAt: Instant;
  receivedAt: Generated<Date>;
  status: Generated<'pending' | 'done' | 'unsupported' | 'failed'>;
  attempts: Generated<number>;
  errorCode: Optional<string>;
  doneAt: NullableInstant;
}

export interface InboundRawTable {
  inboundId: string;
  content: Json<unknown>;
  plain: string;
  redactedAt: NullableInstant;
  redactedReason: Optional<string>;
}

export interface OpenQuestionsTable {
  platform: string;
  userId: string;
  questionId: string;
  command: string;
  line: string;
  state: Json<unknown>;
  options: Json<readonly { key: string; label: string }[]>;
  askedAt: Instant;
  expiresAt: Instant;
}

export interface MemberMessagesTable {
  messageId: string;
  seq: BigSerial;
  platform: string;
  memberId: string;
  laneKey: string;
  kind: 'text' | 'card' | 'card_update';
  content: Json<unknown>;
  status: Generated<'queued' | 'sending' | 'sent' | 'failed' | 'unknown'>;
  attempts: Generated<number>;
  errorCode: Optional<string>;
  retryAt: NullableInstant;
  inboundId: Optional<string>;
  createdAt: Instant;
  sendingSince: NullableInstant;
  sentAt: NullableInstant;
  redactedAt: NullableInstant;
}

export interface LanesTable {
  laneKey: string;
  leaseToken: Optional<string>;
  leaseUntil: NullableInstant;
  isPoked: Generated<boolean>;
}

export interface PacingSlotsTable {
  paceKey: string;
  slotNo: number;
  usedAt: Instant;
}

export interface ContactsTable {
  contactId: string;
  entry: Generated<'record' | 'amendment' | 'withdrawal'>;
  amends: Optional<string>;
  reason: Optional<string>;
  studentId: string;
  staffId: string;
  guardianId: Optional<string>;
  relation: Optional<string>;
  others: Generated<string[]>;
  method: string;
  direction: string;
  outcome: string;
  answered: boolean;
  individual: boolean;
  occurredAt: Instant;
  occurredPrecision: string;
  recordedAt: Instant;
  lengthMinutes: Optional<number>;
  topics: Generated<string[]>;
  summary: string;
  familySaid: Optional<string>;
  opinion: Optional<string>;
  studentToldFirst: Optional<'yes' | 'no' | 'exception'>;
  nextStep: Optional<string>;
  nextStepDue: NullableInstant;
  toldFirstReason: Optional<string>;
  inboundId: Optional<string>;
  seq: BigSerial;
}

export interface ContactTextsTable {
  contactId: string;
  sourceText: Optional<string>;
  redactedAt: NullableInstant;
  redactedReason: Optional<string>;
}

export interface TasksTable {
  taskId: string;
  number: number;
  studentId: Optional<string>;
  staffId: string;
  handedOverBy: Optional<string>;
  what: string;
  dueAt: Instant;
  isHourNamed: boolean;
  status: Generated<'open' | 'done' | 'dropped'>;
  remindedFor: NullableInstant;
  contactId: Optional<string>;
  origin: Optional<string>;
  createdAt: Instant;
  closedAt: NullableInstant;
  closedBy: Optional<string>;
  redactedAt: NullableInstant;
}

export interface EmergenciesTable {
  emergencyId: string;
  studentId: string;
  kind: 'acute' | 'missing' | 'fraud_victim';
  openedBy: string;
  openedAt: Instant;
  closedBy: Optional<string>;
  closedAt: NullableInstant;
}

export interface EmergencyEntriesTable {
  entryId: string;
  emergencyId: string;
  seq: BigSerial;
  entry: 'opened' | 'note' | 'contact' | 'closed';
  happenedAt: Instant;
  staffId: string;
  contactId: Optional<string>;
  words: Optional<string>;
  redactedAt: NullableInstant;
  redactedReason: Optional<string>;
}

export interface SchedulesTable {
  scheduleId: string;
  number: number;
  staffId: string;
  kind: string;
  plan: Json<unknown>;
  cron: string;
  words: string;
  status: Generated<'active' | 'stopped'>;
  nextRunAt: Instant;
  createdAt: Instant;
  stoppedAt: NullableInstant;
}

export interface FactImportsTable {
  importId: string;
  importedAt: Instant;
  source: string;
  asOf: string;
  changes: Json<unknown>;
}

export interface FactsTable {
  factId: string;
  importId: string;
  studentId: string;
  kind: 'mark' | 'absence' | 'award' | 'warning' | 'registration';
  term: string;
  factKey: string;
  content: Json<Record<string, unknown>>;
}

export interface DraftBatchesTable {
  batchId: string;
  importId: string;
  kind: string;
  createdAt: Instant;
}

export interface TemplateVersionsTable {
  templateVersion: string;
  folder: string;
  part: 'family' | 'group' | 'phone';
  text: string;
}

export type NoticeStatus = 'draft' | 'awaiting_approval' | 'confirmed' | 'dropped';

export interface NoticesTable {
  noticeId: string;
  noticeCode: string;
  kind: string;
  topic: Optional<string>;
  audience: 'group' | 'private';
  staffId: string;
  status: NoticeStatus;
  title: string;
  fields: Json<Record<string, string>>;
  recipients: Json<unknown>;
  recipientsDigest: string;
  templateVersion: string;
  isUrgent: Generated<boolean>;
  isLow: Generated<boolean>;
  scheduleId: Optional<string>;
  createdAt: Instant;
  draftSince: NullableInstant;
  failuresToldAt: NullableInstant;
  /** 停发: nobody is reminded of it any more. */
  stoppedAt: NullableInstant;
  confirmedAt: NullableInstant;
  confirmedBy: Optional<string>;
  batchId: Optional<string>;
  studentId: Optional<string>;
  subjectKey: Optional<string>;
}

export interface CampaignsTable {
  campaignId: string;
  collegeId: string;
  term: string;
  staffId: string;
  status: Generated<'active' | 'stopped'>;
  acceptedAt: Instant;
  stoppedAt: NullableInstant;
  stoppedBy: Optional<string>;
}

export interface CampaignItemsTable {
  itemId: string;
  campaignId: string;
  number: number;
  dueAt: Instant;
  action: 'send' | 'remind';
  kind: string;
  topic: Optional<string>;
  season: string;
  about: Optional<string>;
  status: Generated<'planned' | 'sent' | 'reminded' | 'skipped' | 'failed' | 'dropped'>;
  ranAt: NullableInstant;
  noticeId: Optional<string>;
  errorCode: Optional<string>;
}

export interface ScheduleRunsTable {
  scheduleId: string;
  dueAt: Instant;
  ranAt: Instant;
  outcome: 'sent' | 'skipped' | 'failed';
  noticeId: Optional<string>;
  errorCode: Optional<string>;
}

export interface NoticeBodiesTable {
  bodyId: string;
  noticeId: string;
  body: string;
}

export type DeliveryStatus =
  | 'queued'
  | 'waiting_quiet_hours'
  | 'sending'
  | 'accepted'
  | 'awaiting_member'
  | 'sent'
  | 'capped'
  | 'failed'
  | 'unknown'
  | 'cancelled';

export type DeliveryChannel =
  | 'wecom_school_notice'
  | 'wecom_customer_group'
  | 'wecom_group_robot'
  | 'relay'
  // A member of staff rings up, or posts a letter: a task, no lane (delivery/ladder/).
  | 'phone'
  | 'letter';

export interface DeliveriesTable {
  deliveryId: string;
  seq: BigSerial;
  noticeId: string;
  targetKey: string;
  channel: DeliveryChannel;
  target: string;
  platformTarget: Optional<string>;
  ownerUserId: Optional<string>;
  guardianId: Optional<string>;
  groupId: Optional<string>;
  studentId: Optional<string>;
  classId: Optional<string>;
  bodyId: string;
  laneKey: string;
  status: DeliveryStatus;
  attempts: Generated<number>;
  errorCode: Optional<string>;
  notBefore: NullableInstant;
  retryAt: NullableInstant;
  sendingSince: NullableInstant;
  platformRef: Optional<string>;
  reminders: Generated<number>;
  nextCheckAt: NullableInstant;
  createdAt: Instant;
  sentAt: NullableInstant;
  confirmedAt: NullableInstant;
  rung: Generated<string>;
  follows: Optional<string>;
  digestAt: NullableInstant;
  joinedId: Optional<string>;
}

export interface LadderOffersTable {
  noticeId: string;
  studentId: string;
  rung: string;
  batchId: string;
  staffId: string;
  offeredAt: Instant;
}

export interface NoticeLinksTable {
  deliveryId: string;
  tries: Generated<number>;
  lockedAt: NullableInstant;
  unlockedAt: NullableInstant;
  unlockedBy: Optional<string>;
  firstReadAt: NullableInstant;
  noPhoneToldAt: NullableInstant;
}

export interface LinkGuessesTable {
  studentId: string;
  day: Generated<string>;
  wrong: Generated<number>;
}

export interface NoticeRepliesTable {
  replyId: string;
  deliveryId: string;
  formId: string;
  words: string;
  writtenAt: Instant;
  contactId: Optional<string>;
}

export interface SendPausesTable {
  pauseId: string;
  staffId: Optional<string>;
  pausedBy: string;
  pausedAt: Instant;
  resumedBy: Optional<string>;
  resumedAt: NullableInstant;
}

export interface StudentAgreementsTable {
  agreementId: string;
  studentId: string;
  noticeId: string;
  statedBy: string;
  statedAt: Instant;
  words: string;
}

export interface GuardDecisionsTable {
  decisionId: string;
  noticeId: Optional<string>;
  staffId: Optional<string>;
  decidedAt: Instant;
  decision: 'pass' | 'flag' | 'block';
  findings: Json<unknown>;
  draft: string;
  redactedAt: NullableInstant;
}

export interface AuditEntriesTable {
  auditId: string;
  happenedAt: Instant;
  staffId: Optional<string>;
  action: string;
  subjectKind: string;
  subjectId: string;
  details: Json<unknown>;
}

export interface ApprovalRequestsTable {
  requestId: string;
  noticeId: string;
  collegeId: Optional<string>;
  askedAt: Instant;
  composition: ColumnType<unknown, string | null, string | null>;
  outcome: Optional<'approved' | 'returned' | 'withdrawn' | 'dropped'>;
  decidedBy: Optional<string>;
  decidedAt: NullableInstant;
  words: Optional<string>;
  reminders: Generated<number>;
  nextReminderAt: NullableInstant;
}

export type StaffRow = Selectable<StaffTable>;
export type ClassRow = Selectable<ClassesTable>;
export type StudentRow = Selectable<StudentsTable>;
export type GuardianRow = Selectable<GuardiansTable>;
export type ParentGroupRow = Selectable<ParentGroupsTable>;
export type ContactRow = Selectable<ContactsTable>;
export type TaskRow = Selectable<TasksTable>;
export type ApprovalRequestRow = Selectable<ApprovalRequestsTable>;
export type NoticeRow = Selectable<NoticesTable>;
export type DeliveryRow = Selectable<DeliveriesTable>;
export type ScheduleRow = Selectable<SchedulesTable>;
export type CampaignRow = Selectable<CampaignsTable>;
export type CampaignItemRow = Selectable<CampaignItemsTable>;
export type MemberMessageRow = Selectable<MemberMessagesTable>;

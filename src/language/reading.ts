/**
 * What `language/` hands to the rest: the reading of one line. Everything here is plain data; nothing was looked up
 * outside the roster index that came in, nothing is stored.
 */

import type { SpokenKind } from './notice-kind.ts';

/** What a line can mean (contract §4). `unknown` = none of these; `answer` = only an answer to an open question. */
export type Intent =
  | 'help'
  | 'record'
  | 'attempt'
  | 'amend'
  | 'undo'
  | 'look_up'
  | 'due_list'
  | 'progress'
  | 'reminder'
  | 'notice'
  | 'good_news'
  | 'discipline'
  | 'letter'
  | 'broadcast'
  | 'show_drafts'
  | 'schedule'
  | 'schedule_list'
  | 'schedule_stop'
  | 'campaign'
  | 'approvals'
  | 'notice_kinds'
  | 'sent'
  | 'notice_status'
  | 'unlock_link'
  | 'unconfirmed'
  | 'remind_unconfirmed'
  | 'family_replies'
  | 'pause'
  | 'resume'
  | 'emergency'
  | 'escalation'
  | 'opinion_ticket'
  | 'invitation'
  | 'visit'
  | 'survey'
  | 'event'
  | 'summary'
  | 'desk'
  | 'answer'
  | 'unknown';

export type Method =
  | 'phone'
  | 'wechat'
  | 'qq'
  | 'sms'
  | 'letter'
  | 'email'
  | 'video'
  | 'home_visit'
  | 'parent_visit'
  | 'invited_visit'
  | 'meeting';
export type Direction = 'outbound' | 'inbound';
export type Outcome = 'reached' | 'no_answer' | 'unreachable' | 'wrong_number';
export type Precision = 'minute' | 'hour' | 'part_of_day' | 'day';
export type Topic =
  | 'thought'
  | 'emotion'
  | 'mental_health'
  | 'health'
  | 'growth'
  | 'conduct'
  | 'grades'
  | 'failed_courses'
  | 'status_warning'
  | 'evaluation'
  | 'graduation'
  | 'rules'
  | 'registration'
  | 'attendance'
  | 'activity'
  | 'aid'
  | 'discipline'
  | 'career'
  | 'invitation'
  | 'family'
  | 'family_change'
  | 'fraud'
  | 'daily_life';
export type Relation =
  | '父亲'
  | '母亲'
  | '爷爷'
  | '奶奶'
  | '外公'
  | '外婆'
  | '继父'
  | '继母'
  | '伯父'
  | '伯母'
  | '叔叔'
  | '婶婶'
  | '姑姑'
  | '姑父'
  | '姨妈'
  | '姨父'
  | '舅舅'
  | '舅妈'
  | '哥哥'
  | '姐姐'
  | '监护人'
  | '其他';

/** A student of the sender's scope, as the index knows him or her. */
export interface IndexedStudent {
  readonly studentId: string;
  readonly studentNo: string;
  readonly name: string;
  readonly className: string;
  readonly grade?: string;
  readonly guardians: readonly IndexedGuardian[];
}

export interface IndexedGuardian {
  readonly guardianId: string;
  readonly name: string;
  readonly relation: Relation;
}

/** One mention of a student: the words, and everyone whom they fit. One candidate = sure; none = not in scope. */
export interface StudentMention {
  readonly words: string;
  readonly candidates: readonly IndexedStudent[];
  /** Why the choice is not certain although there is one candidate: e.g. initials or last digits only. */
  readonly isGuess: boolean;
}

/** Words of the line and what they were taken to mean, so that a wrong reading can be explained. */
export interface Evidence {
  readonly words: string;
  readonly means: string;
}

/** One contact with one family, as far as the line says. Instants are of the domain's clock. */
export interface RecordReading {
  readonly student: StudentMention;
  /** Null when the words say only 家长 or nothing. */
  readonly relation: Relation | null;
  readonly others: readonly Relation[];
  readonly method: Method;
  /** False when nothing in the line names the method and `phone` is the default. */
  readonly isMethodStated: boolean;
  readonly direction: Direction;
  readonly outcome: Outcome;
  /** Did the family answer? False for a letter or message without reply, and for every attempt. */
  readonly answered: boolean;
  readonly individual: boolean;
  readonly occurredAt: Date;
  readonly occurredPrecision: Precision;
  /** Minutes of talk, when said. */
  readonly lengthMinutes: number | null;
  readonly topics: readonly Topic[];
  readonly summary: string;
  readonly familySaid: string | null;
  /** `无` when the line says that there is none; null when not asked or not said. */
  readonly opinion: string | null;
  readonly studentToldFirst: 'yes' | 'no' | 'exception' | null;
  readonly nextStep: string | null;
  /** With hour 09:00 when only a day was said. */
  readonly nextStepDue: Date | null;
}

/** To whom a notice is meant to go. */
export type AudienceReading =
  /** Parents' groups, of these classes or (empty) of all classes of the sender. */
  | { readonly kind: 'groups'; readonly classNames: readonly string[] }
  /** Every family one by one, of these classes or (empty) of all. */
  | { readonly kind: 'families'; readonly classNames: readonly string[] }
  /** The family of the mentioned student(s), privately; `relation` when one guardian was named. */
  | { readonly kind: 'family'; readonly relation: Relation | null };

/** A moment for which a notice is set. */
export interface SendTimeReading {
  /** Null when there is no such time. */
  readonly at: Date | null;
  readonly words: string;
  /** Why nothing can go out then. */
  readonly problem: 'past' | 'no_such_time' | null;
}

export interface NoticeReading {
  readonly audience: AudienceReading | null;
  /** The sender's own words after the colon, untouched but for trimming. */
  readonly text: string | null;
  /** The kind whose matter the line names, when it gives no text of its own. */
  readonly kind: SpokenKind | null;
  /** Topic folder under `templates/fraud/`, e.g. `brushing`; null = by rotation. */
  readonly fraudTopic: string | null;
  /** Did the sender say that the student agreed (学生同意了, 本人同意)? */
  readonly studentAgreed: boolean;
  /** Did the sender say that it may wait for the evening (不急, 晚上一起发)? */
  readonly isLow: boolean;
  /** When it shall go out, where the order says so: 明早八点半发给家长群：…. Null = at once. */
  readonly sendTime: SendTimeReading | null;
  /** Fields of the kind's template as far as the line says them, days as YYYY-MM-DD. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface ScheduleReading {
  /** Standard five-field cron in the college's time zone, e.g. `0 17 * * 5`. */
  readonly cron: string;
  /** Said back: 每周五 17:00. */
  readonly words: string;
  /** False when no hour was said and 17:00 is the default (for a stop: match by days alone). */
  readonly isTimeStated: boolean;
}

/** What a line wants of the college's campaign (宣教计划). */
export interface CampaignReading {
  readonly verb: 'show' | 'stop' | 'move' | 'replace' | 'drop' | 'add' | 'coverage';
  /** The number in 计划3. */
  readonly number: number | null;
  /** YYYY-MM-DD. */
  readonly day: string | null;
  /** Folder under `templates/fraud/`. */
  readonly topic: string | null;
  readonly isSpending: boolean;
}

export interface AmendReading {
  readonly relation?: Relation;
  readonly method?: Method;
  readonly outcome?: Outcome;
  readonly occurredAt?: Date;
  readonly occurredPrecision?: Precision;
  readonly student?: StudentMention;
  readonly familySaid?: string;
  readonly opinion?: string;
  readonly topics?: readonly Topic[];
  readonly summary?: string;
}

/** What is asked about the sender's own tasks. */
export interface TaskReading {
  /** `more` = the rest of the due list; `create` = a new task. */
  readonly verb: 'create' | 'list' | 'done' | 'postpone' | 'drop' | 'more';
  /** Numbers of tasks as their list shows them. */
  readonly numbers: readonly number[];
  readonly isAll: boolean;
  /** The words of a new time; only with `postpone`. */
  readonly when: string;
}

/** Answers to an open question; several may be set, the asking command takes what it understands. */
export interface AnswerReading {
  readonly choice: number | null;
  /** Agrees or declines, in whatever words: 好的, 不用了. */
  readonly yesNo: 'yes' | 'no' | null;
  /** Says that something is so, or is not: 是的, 没有; never 好的 or 算了, which only take note. */
  readonly states: 'yes' | 'no' | null;
  /** `确认` and its like; never set by a line that says anything else besides. */
  readonly confirm: boolean;
  /** `取消`, 算了, 不发了. */
  readonly cancel: boolean;
  readonly date: string | null;
}

export interface Reading {
  /** As typed. */
  readonly line: string;
  readonly normalised: string;
  readonly intent: Intent;
  /** Other intents that fit nearly as well; not empty = ask. */
  readonly rivals: readonly Intent[];
  readonly students: readonly StudentMention[];
  readonly classNames: readonly string[];
  readonly records: readonly RecordReading[];
  readonly amend: AmendReading | null;
  readonly notice: NoticeReading | null;
  readonly schedule: ScheduleReading | null;
  readonly campaign: CampaignReading | null;
  /** The number in 停掉定时2, as the list shows it. */
  readonly scheduleNumber: number | null;
  readonly reminderAt: Date | null;
  readonly task: TaskReading | null;
  /** 急 / 失联 / 受骗, when the intent is `emergency`. */
  readonly emergency: 'acute' | 'missing' | 'fraud_victim' | null;
  readonly noticeCode: string | null;
  /** 所有人的 / 全部: the wide form of pause, status … */
  readonly isAboutAll: boolean;
  /** Why the sender gave (for an undo after ten minutes, an amendment, a reveal): words after 因为/原因/理由. */
  readonly reason: string | null;
  readonly answer: AnswerReading;
  /** Chinese question when something needed is ambiguous (which 张伟, which of two meanings). */
  readonly question: string | null;
  /** Chinese sentence when the line asks for something that is never done (ranks to a group, money). */
  readonly refusal: string | null;
  readonly evidence: readonly Evidence[];
}

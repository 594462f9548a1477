import type { StaffMember } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import { findAudience } from '../audience/find-audience.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import type { NoticeContent } from './content.ts';
import type { Company, GroupQuota, Repeat } from './history.store.ts';
import { type Audience, type NoticePlan, planNotice } from './plan-notice.ts';
import { type EarlierTopic, turnTopics } from './turn-topics.ts';

/** A notice as it would go out now. */
export interface WorkedOut {
  /** With the topics that are its turn. */
  readonly content: NoticeContent;
  readonly audience: Audience;
  readonly plan: NoticePlan;
  /** Undefined for a kind without topics. */
  readonly topic: { readonly isByRotation: boolean; readonly earlier: EarlierTopic | undefined } | undefined;
  /** The same content to the same targets within a day. */
  readonly repeats: readonly Repeat[];
  /** Of each customer group, the scarcest first. */
  readonly quotas: readonly GroupQuota[];
  /** Low notices that wait for the evening for some of the same targets. */
  readonly company: readonly Company[];
}

export interface NoticeToWorkOut {
  readonly staff: StaffMember;
  readonly content: NoticeContent;
  readonly noticeCode: string;
  readonly now: Date;
}

/** Works out targets, topics and words from the roster as it stands. Reads only. Throws `notice.missing_field` and kin. */
export async function workOut(
  db: Queryable,
  dependencies: NoticeDependencies,
  notice: NoticeToWorkOut,
): Promise<WorkedOut> {
  const audience = await findAudience(db, dependencies.library, { staff: notice.staff, ...notice.content });
  return workOutFor(db, dependencies, notice, audience);
}

/** As `workOut`, for an audience that was found already (`findAudiences`); without what went out before (`addHistory`). */
export async function workOutFor(
  db: Queryable,
  dependencies: NoticeDependencies,
  notice: NoticeToWorkOut,
  audience: Audience,
): Promise<WorkedOut> {
  const { staff, noticeCode, now } = notice;
  const { library, timeZone } = dependencies;
  const { content, ...topic } = await turnTopics(db, notice.content, audience, { library, now, timeZone });
  const plan = planNotice(content, audience, { staff, noticeCode }, dependencies);
  return {
    content,
    audience,
    plan,
    topic: content.kind === 'fraud' ? topic : undefined,
    repeats: [],
    quotas: [],
    company: [],
  };
}

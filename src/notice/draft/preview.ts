import { describeDay, describeInstant, toDay } from '../../calendar/index.ts';
import type { DeliveryChannel } from '../../db/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import { renderTemplate, type TemplateLibrary } from '../../template/index.ts';
import { approvalTexts } from '../approval/texts.zh.ts';
import { audienceOf } from '../audience/recipients.ts';
import { mayBeCalled } from '../audience/route.ts';
import { appealUntil, buildValues, listTemplatesOf, type NoticeContent, type ValueFacts } from '../plan/content.ts';
import { listPastDays } from '../plan/past-days.ts';
import type { Audience, NoticePlan } from '../plan/plan-notice.ts';
import type { PlannedDelivery } from '../plan/planned-delivery.ts';
import type { EarlierTopic } from '../plan/turn-topics.ts';
import type { WorkedOut } from '../plan/work-out.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { timedTexts } from '../timed/texts.zh.ts';
import { describeScanty } from './scanty-text.ts';

export interface PreviewFacts {
  readonly content: NoticeContent;
  readonly audience: Audience;
  readonly plan: NoticePlan;
  readonly noticeCode: string;
  readonly library: TemplateLibrary;
  readonly schoolName: string;
  readonly staff: ValueFacts['staff'];
  readonly now: Date;
  readonly timeZone: string;
  /** When it goes out, for one that is set for a time. */
  readonly time: readonly string[];
  /** Set when quiet hours hold the notice. */
  readonly heldUntil: Date | null;
  /** Set when it waits for the evening. */
  readonly lowUntil: Date | null;
  readonly topic: { readonly isByRotation: boolean; readonly earlier: EarlierTopic | undefined } | undefined;
  readonly flags: readonly { readonly words: string; readonly why: string }[];
  /** Own words without what was flagged. */
  readonly rewrite?: string | undefined;
  readonly repeats: WorkedOut['repeats'];
  readonly quotas: WorkedOut['quotas'];
  readonly company: WorkedOut['company'];
  /** After 确认 a second person is asked. */
  readonly needsApproval: boolean;
}

/** Different texts that are shown in full; more of them make nobody read any. */
const MAX_TEXTS = 3;

/** What the sender sees before 确认: the words, everybody who gets them and how, and what stands in the way. */
export function buildPreview(facts: PreviewFacts): string {
  return [
    ...facts.time,
    ...describeRepeats(facts),
    ...describeScanty(facts.content, facts.audience),
    ...describeTopic(facts),
    ...describeTexts(facts),
    texts.previewRule,
    ...describeTargets(facts),
    ...describeQuotas(facts),
    ...describeNotes(facts),
    ...describeCallOutline(facts),
  ].join('\n');
}

/** Asked before anything else is read: it may be a slip, or a colleague was faster. */
function describeRepeats({ repeats, audience, plan, now, timeZone }: PreviewFacts): string[] {
  const [last] = repeats;
  if (last === undefined) return [];
  const unit = audience.groups.length > 0 ? 'group' : 'private';
  const when = describeInstant(last.confirmedAt, now, timeZone);
  return [texts.repeated(when, last.staffName, last.count, plan.planned.length, unit)];
}

function describeTopic({ content, library, topic, now, timeZone }: PreviewFacts): string[] {
  if (topic === undefined) return [];
  const title = listTemplatesOf(library, content)
    .map((template) => template.title)
    .join('、');
  const { isByRotation, earlier } = topic;
  const day = earlier && describeDay(toDay(earlier.lastAt, timeZone), toDay(now, timeZone));
  return [
    isByRotation ? texts.rotationNote(title) : texts.topicNote(title),
    day === undefined ? texts.neverSent : texts.lastSent(day, earlier?.targetCount ?? 0),
  ];
}

function describeTexts({ content, audience, plan }: PreviewFacts): string[] {
  const bodyOf = new Map(plan.planned.map(({ targetKey, body }) => [targetKey, body]));
  const nameOf = namesByTarget(audience);
  if (audienceOf(content.recipients) === 'private') {
    const [first] = plan.texts;
    if (first === undefined) return [];
    const lines = [texts.previewRule, bodyOf.get(first.targetKey) ?? '', texts.personalLinkNote];
    const count = plan.planned.length;
    return count > 1 ? [...lines, texts.exampleOf(nameOf.get(first.targetKey) ?? '', count)] : lines;
  }
  const shown = plan.texts.slice(0, MAX_TEXTS).flatMap(({ targetKey }) => {
    const body = bodyOf.get(targetKey) ?? '';
    const names = plan.planned.filter((one) => one.body === body).map((one) => nameOf.get(one.targetKey) ?? one.target);
    return plan.texts.length > 1 ? [texts.previewRule, texts.textFor(names), body] : [texts.previewRule, body];
  });
  const hidden = plan.texts.length - MAX_TEXTS;
  return hidden > 0 ? [...shown, texts.moreTexts(hidden)] : shown;
}

/** Who gets it by which channel, and who cannot be reached. */
export function describeTargets({
  content,
  audience,
  plan,
}: Pick<PreviewFacts, 'content' | 'audience' | 'plan'>): string[] {
  const isGroup = audienceOf(content.recipients) === 'group';
  const nameOf = namesByTarget(audience);
  const label = (one: PlannedDelivery): string => {
    const name = nameOf.get(one.targetKey) ?? one.target;
    if (one.failedWith !== undefined || isGroup) return name;
    const family = audience.families.find(({ family: { studentId } }) => studentId === one.studentId)?.family;
    const relation = family?.guardians.find(({ guardianId }) => guardianId === one.guardianId)?.relation ?? null;
    return family ? texts.family(family.studentName, family.className, relation) : name;
  };
  const reached = groupBy(
    plan.planned.filter(({ failedWith }) => failedWith === undefined),
    ({ channel }) => channel,
  );
  const missed = groupBy(
    plan.planned.filter(({ failedWith }) => failedWith !== undefined),
    ({ failedWith }) => failedWith ?? '',
  );
  // Looking up relations for thousands of families would show only the first few of them anyway.
  const labels = (list: readonly PlannedDelivery[]): string[] =>
    list.map((one, index) => (index < 10 ? label(one) : ''));
  return [
    isGroup ? texts.countGroups(plan.planned.length) : texts.countFamilies(plan.planned.length),
    ...describeWidth(content, audience),
    ...describeClasses(audience),
    ...[...reached].map(([channel, list]) => texts.channelLine(channel as DeliveryChannel, labels(list))),
    ...describeOwners(audience, plan),
    ...[...missed].map(([code, list]) => texts.unreachable(code, labels(list))),
    ...(audience.classesWithoutGroup.length > 0 ? [texts.withoutGroup(audience.classesWithoutGroup)] : []),
    ...(reached.size === 0 ? [texts.nobodyReached] : []),
  ];
}

/** Families of several classes are named by class; groups name theirs themselves. */
function describeClasses({ families }: Audience): string[] {
  const names = [...new Set(families.map(({ family }) => family.className))];
  return names.length > 1 ? [texts.ofClasses(names)] : [];
}

/** Who must tap or paste for how many groups, when there are several. */
function describeOwners({ groups }: Audience, { planned }: NoticePlan): string[] {
  if (planned.length < 2) return [];
  const ownerOf = new Map(groups.map(({ group }) => [group.groupId, group.ownerName]));
  return (['wecom_customer_group', 'relay'] as const).flatMap((channel) => {
    const needed = planned.filter((one) => one.channel === channel && one.failedWith === undefined);
    const byOwner = groupBy(needed, ({ groupId }) => ownerOf.get(groupId ?? '') ?? '');
    const owners = [...byOwner].filter(([name]) => name !== '').map(([name, list]) => ({ name, count: list.length }));
    return owners.length === 0 ? [] : [texts.ownersNeeded(channel, owners)];
  });
}

function describeQuotas({ quotas }: PreviewFacts): string[] {
  const [scarcest] = quotas;
  if (scarcest === undefined) return [];
  return [texts.quotas(scarcest.perMonth, quotas)];
}

/** A class name that was not understood must not turn into 'everybody' unseen. */
function describeWidth({ recipients }: NoticeContent, { groups, families, classesWithoutGroup }: Audience): string[] {
  if (recipients.kind === 'family' || recipients.classIds !== null) return [];
  const classIds = [...groups, ...families.map(({ family }) => family)].map(({ classId }) => classId);
  const count = new Set(classIds).size + classesWithoutGroup.length;
  return count > 1 ? [texts.allClasses(count)] : [];
}

function describeNotes(facts: PreviewFacts): string[] {
  const { content, flags, rewrite, heldUntil, now, timeZone, needsApproval } = facts;
  const { servedOn } = content.fields;
  const isAppealable = content.kind === 'discipline' && servedOn !== undefined;
  return [
    ...(isAppealable
      ? [texts.appealNote(texts.writtenDay(appealUntil(servedOn)), appealUntil(servedOn) < toDay(now, timeZone))]
      : []),
    ...describePastDays(facts),
    ...(heldUntil === null ? [] : [texts.heldUntil(describeInstant(heldUntil, now, timeZone))]),
    ...describeEvening(facts),
    ...(flags.length > 0 ? [texts.flagged(flags)] : []),
    ...(rewrite === undefined ? [] : [texts.rewriteOffered(rewrite)]),
    ...(needsApproval ? [approvalTexts.willWait] : []),
    ...(needsApproval && facts.time.length > 0 ? [timedTexts.approvalLate] : []),
  ];
}

/** Shown also to whoever said 照样发, and to the second person who is asked. */
function describePastDays({ content, library, now, timeZone }: PreviewFacts): string[] {
  const [template] = listTemplatesOf(library, content);
  if (template === undefined) return [];
  const today = toDay(now, timeZone);
  return listPastDays(content.kind, content.fields, template, today).map(({ label, day }) =>
    texts.pastDayNote(label, describeDay(day, today)),
  );
}

/** Until when it waits, and what these targets get with it. */
function describeEvening({ lowUntil, company, audience, now, timeZone }: PreviewFacts): string[] {
  if (lowUntil === null) return [];
  const unit = audience.groups.length > 0 ? 'group' : 'private';
  return [
    texts.lowUntil(describeInstant(lowUntil, now, timeZone)),
    ...(company.length === 0 ? [] : [texts.company(company, unit)]),
  ];
}

/** Families that no channel reaches get a call; its outline is filled in for the first of them. */
function describeCallOutline({ content, audience, plan, library, schoolName, staff }: PreviewFacts): string[] {
  const missed = plan.planned.find(({ failedWith }) => failedWith !== undefined && mayBeCalled(failedWith));
  if (missed === undefined) return [];
  const family = audience.families.find(({ family: { studentId } }) => studentId === missed.studentId)?.family;
  if (family === undefined) return [texts.callGroupsInstead];
  const [template] = listTemplatesOf(library, content);
  if (template?.parts.phone === undefined) return [];
  const facts = { schoolName, staff, classFacts: family, studentName: family.studentName };
  return [texts.callInstead, renderTemplate(template, 'phone', buildValues(template, content, facts))];
}

function namesByTarget({ groups, families }: Audience): Map<string, string> {
  return new Map([
    ...groups.map(({ group }): [string, string] => [
      `group:${group.groupId}`,
      texts.groupWithOwner(group.name, group.ownerName),
    ]),
    ...families.map(({ family }): [string, string] => [
      `student:${family.studentId}`,
      texts.familyShort(family.studentName, family.className),
    ]),
  ]);
}

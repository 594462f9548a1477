import { createHash } from 'node:crypto';
import { type CommandContext, queueMemberMessages, type Reply } from '../../command/index.ts';
import { addTask } from '../../contact/index.ts';
import {
  channelOf,
  lockNotices,
  type NoticeDependencies,
  type PlannedDelivery,
  pausedTexts,
  renderCallOutlines,
} from '../../notice/index.ts';
import { maskPhone } from '../../roster/index.ts';
import { groupBy } from '../../shared/group-by.ts';
import { type DueStep, describeDue, findDueSteps } from './due-steps.ts';
import { findBodies, type Offer, originOf } from './ladder.store.ts';
import { ladderTexts as texts } from './texts.zh.ts';

/** What taking a step needs of the settings. */
export type LadderDependencies = Pick<
  NoticeDependencies,
  'confirmDeliveries' | 'findPause' | 'isSchoolNoticeOn' | 'library' | 'schoolName'
>;

/** So many outlines and letters can be handed over in one go. */
const MAX_AT_ONCE = 30;

/** A step with what goes with it: the words, the letter, or the outline of the call. */
interface ReadyStep extends DueStep {
  readonly words: string;
}

/** What was shown of a step; the digest covers whom it goes to, by which way, and its words. */
export interface ShownStep extends Offer {
  readonly digest: string;
}

/** Shows every step with its words; nothing is done before 确认, and nothing that is not shown. */
export async function askToTake(
  context: CommandContext,
  dependencies: LadderDependencies,
  offers: readonly Offer[],
): Promise<Reply> {
  const due = await prepare(context, dependencies, offers);
  return due.length === 0 ? { text: texts.nothing } : showSteps(due);
}

function showSteps(due: readonly ReadyStep[]): Reply & { readonly text: string } {
  const ready = due.slice(0, MAX_AT_ONCE);
  const later = due.length - ready.length;
  const of = (...kinds: DueStep['next']['kind'][]) => ready.find(({ next }) => kinds.includes(next.kind));
  const [sent, called, posted] = [of('group', 'guardian'), of('call'), of('letter')];
  const example = (label: string, one: ReadyStep | undefined) => (one ? [texts.rule, label, one.words] : []);
  return {
    title: texts.previewTitle,
    text: [
      ...ready.map(describeDue),
      ...(later > 0 ? [texts.later(later)] : []),
      ...example(texts.words, sent),
      ...example(texts.outline, called),
      ...example(texts.letterWords, posted),
    ].join('\n'),
    question: {
      options: [
        { key: 'confirm', label: texts.confirm, style: 'primary' },
        { key: 'cancel', label: texts.cancel, style: 'plain' },
      ],
      acceptsText: false,
      state: { offers: ready.map((step): ShownStep => ({ ...offerOf(step), digest: digestOf(step) })) },
    },
  };
}

/**
 * 确认: writes the deliveries and the tasks, as far as each step is still what was shown. One that by now goes to somebody else,
 * or has other words, is shown again.
 */
export async function takeSteps(
  context: CommandContext,
  dependencies: LadderDependencies,
  offers: readonly ShownStep[],
): Promise<Reply> {
  const { db, now, ids, sender, afterCommit } = context;
  await lockNotices(db, [...new Set(offers.map(({ noticeId }) => noticeId))]);
  const due = await prepare(context, dependencies, offers);
  if (due.length === 0) return { text: texts.nothing };
  const shown = new Map(offers.map((offer) => [originOf(offer), offer.digest]));
  const isAsShown = (step: ReadyStep): boolean => shown.get(originOf(offerOf(step))) === digestOf(step);
  const ready = due.filter(isAsShown);
  const changed = due.filter((step) => !isAsShown(step));
  for (const [noticeId, steps] of groupBy(ready, ({ family }) => family.last.noticeId)) {
    const isUrgent = steps[0]?.family.last.isUrgent ?? false;
    await dependencies.confirmDeliveries(db, [{ noticeId, isUrgent, planned: steps.map(planStep) }], context);
  }
  const byHand = ready.filter(({ next }) => next.kind === 'call' || next.kind === 'letter');
  for (const step of byHand) {
    const { studentId } = step.family.last;
    const order = { taskId: ids.uuid(), staffId: sender.staff.staffId, studentId, dueAt: now, createdAt: now };
    await addTask(db, { ...order, what: taskOf(step), origin: originOf(offerOf(step)) });
  }
  const drafts = byHand.map((step) => ({ kind: 'text' as const, text: materialOf(step) }));
  const recipient = { platform: sender.platform, memberId: sender.userId, now, ids, afterCommit };
  await queueMemberMessages(db, { ...recipient, drafts });
  const calls = byHand.filter(({ next }) => next.kind === 'call').length;
  const isSent = ready.length > byHand.length;
  const pause = isSent ? await dependencies.findPause(db, sender.staff.staffId) : null;
  const left = offers.length - due.length;
  const again = changed.length === 0 ? undefined : showSteps(changed);
  return {
    ...again,
    text: [
      ...(ready.length > 0 ? [texts.taken(ready.length)] : []),
      ...(pause === null ? [] : [texts.takenPaused(pausedTexts[pause])]),
      ...(byHand.length > 0 ? [texts.tasks(calls, byHand.length - calls)] : []),
      ...(left > 0 ? [texts.leftOut(left)] : []),
      ...(again ? [texts.changed(changed.length), again.text] : []),
    ].join('\n'),
  };
}

/** Those of the offers that are still due as they were offered, with their words. */
async function prepare(
  { db, now, sender }: CommandContext,
  dependencies: LadderDependencies,
  offers: readonly Offer[],
): Promise<readonly ReadyStep[]> {
  const { staff } = sender;
  const wanted = new Set(offers.map(originOf));
  const noticeIds = [...new Set(offers.map(({ noticeId }) => noticeId))];
  const asked = { staffId: staff.staffId, now, isSchoolNoticeOn: dependencies.isSchoolNoticeOn };
  const due = (await findDueSteps(db, noticeIds, asked)).filter((step) => wanted.has(originOf(offerOf(step))));
  const bodies = await findBodies(
    db,
    due.map(({ family }) => family.steps[0]?.bodyId ?? family.last.bodyId),
  );
  const outlines = new Map<string, string>();
  const calls = due.filter(({ next }) => next.kind === 'call').map(({ family }) => family.last);
  for (const [noticeId, students] of groupBy(calls, (call) => call.noticeId)) {
    const rendered = await renderCallOutlines(db, dependencies, staff, { noticeId, students });
    for (const [studentId, outline] of rendered) outlines.set(`${noticeId} ${studentId}`, outline);
  }
  return due.map((step) => {
    const { last, steps } = step.family;
    const outline = outlines.get(`${last.noticeId} ${last.studentId}`) ?? texts.noOutline(last.title);
    const words = step.next.kind === 'call' ? outline : (bodies.get(steps[0]?.bodyId ?? last.bodyId) ?? '');
    return { ...step, words };
  });
}

function planStep({ family: { last }, next, words }: ReadyStep): PlannedDelivery {
  const base = {
    targetKey: last.targetKey,
    studentId: last.studentId,
    classId: last.classId,
    ownerUserId: null,
    groupId: null,
    guardianId: null,
    platformTarget: null,
    rung: next.rung,
    body: words,
  };
  switch (next.kind) {
    case 'group':
      return { ...base, ...channelOf(next.group), groupId: next.group.groupId };
    case 'call':
      return { ...base, channel: 'phone', target: next.guardian.relation, guardianId: next.guardian.guardianId };
    case 'guardian': {
      const parent = next.guardian.wecomParentUserId ?? '';
      const { guardianId } = next.guardian;
      return { ...base, channel: 'wecom_school_notice', target: parent, platformTarget: parent, guardianId };
    }
    case 'letter':
      return { ...base, channel: 'letter', target: texts.letterTarget };
  }
}

function digestOf(step: ReadyStep): string {
  const phone = step.next.kind === 'call' ? step.next.guardian.phone : null;
  return createHash('sha256')
    .update(JSON.stringify([planStep(step), phone]))
    .digest('base64url');
}

function taskOf({ family: { last }, next }: ReadyStep): string {
  const { title, noticeCode } = last;
  if (next.kind !== 'call') return texts.letterTask(title, noticeCode);
  return texts.callTask(next.guardian.relation, maskPhone(next.guardian.phone ?? ''), title, noticeCode);
}

function materialOf({ family: { last }, next, words }: ReadyStep): string {
  if (next.kind !== 'call') return texts.letterMaterial(last.studentName, words);
  const { relation, phone } = next.guardian;
  return texts.callMaterial(last.studentName, relation, maskPhone(phone ?? ''), words);
}

function offerOf({ family: { last }, next }: DueStep): Offer {
  return { noticeId: last.noticeId, studentId: last.studentId, rung: next.rung };
}

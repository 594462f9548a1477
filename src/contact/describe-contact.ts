import { describeDay, describeInstant, toDay, toTimeOfDay } from '../calendar/index.ts';
import type { CommandContext } from '../command/index.ts';
import { type Contact, isLate } from './contact.ts';
import { METHOD_LABELS, OUTCOME_LABELS, PART_OF_DAY_LABELS, TOPIC_LABELS, contactTexts as texts } from './texts.zh.ts';

/** When something is said, and where the college is; a `CommandContext` is one. */
export type Moment = Pick<CommandContext, 'now' | 'timeZone'>;

/** A row said back in words, several lines. */
export function describeContact(contact: Contact, moment: Moment): string {
  const { opinion, familySaid, nextStep, nextStepDue, topics } = contact;
  const due = nextStepDue === null ? null : dayWords(nextStepDue, moment);
  return [
    describeShortly(contact, moment),
    topics.length > 0 ? texts.topics(topics.map((topic) => TOPIC_LABELS[topic] ?? topic)) : '',
    familySaid === null ? '' : texts.familySaid(familySaid),
    opinion === null ? '' : texts.opinion(opinion),
    describeToldFirst(contact),
    nextStep === null ? '' : texts.nextStep(nextStep, due),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** Who, how, when, with what outcome: two lines. */
export function describeShortly(contact: Contact, moment: Moment): string {
  const { method, direction, lengthMinutes, others } = contact;
  const who = [
    `${contact.className} ${contact.studentName}`,
    describePerson(contact),
    others.length > 0 ? texts.also(others) : '',
  ];
  const how = [
    METHOD_LABELS[method] ?? method,
    direction === 'inbound' ? texts.fromFamily : '',
    describeWhen(contact, moment),
    describeOutcome(contact),
    lengthMinutes === null ? '' : texts.minutes(lengthMinutes),
  ];
  const late = isLate(contact.occurredAt, contact.rootRecordedAt) ? texts.late : '';
  return `${joinParts(who)}\n${joinParts(how)}${late}`;
}

function describeToldFirst({ studentToldFirst, toldFirstReason }: Contact): string {
  if (studentToldFirst === null) return '';
  return studentToldFirst === 'exception'
    ? texts.toldFirstException(toldFirstReason)
    : texts.toldFirst[studentToldFirst];
}

function describePerson({ relation, guardianName }: Contact): string {
  if (relation === null) return texts.parent;
  return guardianName === null ? relation : `${relation} ${guardianName}`;
}

function describeOutcome({ outcome, answered }: Contact): string {
  return outcome === 'reached' && !answered ? texts.noReply : (OUTCOME_LABELS[outcome] ?? outcome);
}

/** As exact as it was said, never more. */
function describeWhen({ occurredAt, occurredPrecision }: Contact, moment: Moment): string {
  const day = dayWords(occurredAt, moment);
  const time = toTimeOfDay(occurredAt, moment.timeZone);
  if (occurredPrecision === 'day') return day;
  if (occurredPrecision === 'part_of_day') return `${day}${PART_OF_DAY_LABELS[time] ?? ''}`;
  if (occurredPrecision === 'hour') return `${day} ${texts.hourAbout(String(Number(time.slice(0, 2))))}`;
  return describeInstant(occurredAt, moment.now, moment.timeZone);
}

function dayWords(at: Date, { now, timeZone }: Moment): string {
  return describeDay(toDay(at, timeZone), toDay(now, timeZone));
}

function joinParts(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

import { isDay, toDay } from '../../calendar/index.ts';
import type { CommandContext } from '../../command/index.ts';
import type { StudentMention } from '../../language/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import { getTemplateKind } from '../../template/index.ts';
import type { RecipientsKind } from '../audience/recipients.ts';
import { rulesOf } from '../kinds/index.ts';
import type { NoticeKind } from '../kinds/notice-kinds.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { toSendTime } from '../timed/ask-send-time.ts';
import { settleSaidYears, writeOutFields } from './check-days.ts';
import type { Composition } from './composition.ts';

/** What the line says about the notice. */
export function beginComposition(
  context: CommandContext,
  dependencies: NoticeDependencies,
  kind: NoticeKind,
): Composition {
  const { reading, line } = context;
  const { notice } = reading;
  const audience = notice?.audience ?? null;
  const relation = audience?.kind === 'family' ? audience.relation : null;
  const rules = rulesOf(dependencies.library, kind);
  const base: Composition = {
    kind,
    topic: notice?.fraudTopic ?? null,
    students: [],
    openMentions: [],
    audience:
      audience === null
        ? defaultAudience(rules.defaultAudience, reading.students.length > 0, reading.classNames)
        : { kind: audience.kind, classNames: audience.kind === 'family' ? [] : [...audience.classNames] },
    fields: startFields(context, dependencies, kind, {
      ...notice?.fields,
      ...(notice?.text && kind === 'free' ? { body: notice.text } : {}),
    }),
    isLow: notice?.isLow ? true : null,
    sendTime: toSendTime(notice?.sendTime ?? null),
    agreement: notice?.studentAgreed ? line : null,
    settled: [],
    schedule: reading.schedule === null ? null : { cron: reading.schedule.cron, words: reading.schedule.words },
  };
  return addMentions(settleSaidYears(base, line), reading.students, relation);
}

function defaultAudience(
  fallback: RecipientsKind | null,
  hasStudents: boolean,
  classNames: readonly string[],
): Composition['audience'] {
  if (hasStudents) return { kind: 'family', classNames: [] };
  return fallback === null ? null : { kind: fallback, classNames: fallback === 'family' ? [] : [...classNames] };
}

/** The fields as the line gives them, those that begin as today, and no day that is none: it is asked for. */
function startFields(
  { now }: CommandContext,
  { library, timeZone }: NoticeDependencies,
  kind: NoticeKind,
  said: Readonly<Record<string, string>>,
): Record<string, string> {
  const { tidyField } = rulesOf(library, kind);
  const fields = Object.fromEntries(Object.entries(said).map(([name, value]) => [name, tidyField(name, clean(value))]));
  for (const { name, type, startsAs } of getTemplateKind(library, kind).templates[0]?.fields ?? []) {
    if (type !== 'text' && !isDay(fields[name] ?? '')) delete fields[name];
    if (startsAs === 'today') fields[name] ??= toDay(now, timeZone);
  }
  return writeOutFields(kind, fields, toDay(now, timeZone));
}

function clean(text: string): string {
  return toStorableText(text).trim();
}

/** Adds the students of these mentions: certain ones at once, the others as open questions. */
export function addMentions(
  composition: Composition,
  mentions: readonly StudentMention[],
  relation: string | null,
): Composition {
  const students = [...composition.students];
  const openMentions = [...composition.openMentions];
  for (const { words, candidates } of mentions) {
    const [only] = candidates;
    if (candidates.length === 1 && only) {
      if (students.some(({ studentId }) => studentId === only.studentId)) continue;
      students.push({ studentId: only.studentId, name: only.name, className: only.className, relation });
      continue;
    }
    const list = candidates.map(({ studentId, studentNo, name, className }) => ({
      studentId,
      studentNo,
      name,
      className,
    }));
    openMentions.push({ words, relation, candidates: list });
  }
  return { ...composition, students, openMentions };
}

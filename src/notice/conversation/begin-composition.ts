import type { CommandContext } from '../../command/index.ts';
import type { StudentMention } from '../../language/index.ts';
import { toStorableText } from '../../shared/bytes.ts';
import type { RecipientsKind } from '../audience/recipients.ts';
import { KIND_RULES } from '../kinds/index.ts';
import type { NoticeKind } from '../kinds/notice-kinds.ts';
import type { Composition } from './composition.ts';

/** What the line says about the notice. */
export function beginComposition({ reading, line }: CommandContext, kind: NoticeKind): Composition {
  const { notice } = reading;
  const audience = notice?.audience ?? null;
  const relation = audience?.kind === 'family' ? audience.relation : null;
  const rules = KIND_RULES[kind];
  const base: Composition = {
    kind,
    topic: notice?.fraudTopic ?? null,
    students: [],
    openMentions: [],
    audience:
      audience === null
        ? defaultAudience(rules.defaultAudience, reading.students.length > 0, reading.classNames)
        : { kind: audience.kind, classNames: audience.kind === 'family' ? [] : [...audience.classNames] },
    fields: tidyFields(kind, { ...notice?.fields, ...(notice?.text && kind === 'free' ? { body: notice.text } : {}) }),
    agreement: notice?.studentAgreed ? line : null,
    schedule: reading.schedule === null ? null : { cron: reading.schedule.cron, words: reading.schedule.words },
  };
  return addMentions(base, reading.students, relation);
}

function defaultAudience(
  fallback: RecipientsKind | null,
  hasStudents: boolean,
  classNames: readonly string[],
): Composition['audience'] {
  if (fallback !== null) return { kind: fallback, classNames: fallback === 'family' ? [] : [...classNames] };
  return hasStudents ? { kind: 'family', classNames: [] } : null;
}

function tidyFields(kind: NoticeKind, fields: Readonly<Record<string, string>>): Record<string, string> {
  const { tidyField } = KIND_RULES[kind];
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, tidyField?.(name, clean(value)) ?? clean(value)]),
  );
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

import { type Config, publicUrlOf } from '../config/index.ts';
import type { Core } from '../core.ts';
import { buildRosterIndex, type IndexedStudent, type RosterIndex } from '../language/index.ts';
import { checkText, type GuardOptions, offerRewrite } from '../notice/index.ts';
import { type FamilyTargets, listFamilies, listScopeClasses } from '../roster/index.ts';
import { NotFoundError } from '../shared/errors.ts';
import { type CommandInput, type CommandResult, readArguments, succeed, UsageError } from './command.ts';
import { readSettings, withCore } from './open.ts';
import { CLI_TEXTS } from './texts.zh.ts';

type GuardVerdict = ReturnType<typeof checkText>;
type Audience = 'group' | 'private';

/** Who is spoken of: whom the text may name, and the class whose other names it may not. */
interface Subject {
  readonly studentNames: readonly string[];
  readonly roster: RosterIndex | undefined;
}

const NOBODY: Subject = { studentNames: [], roster: undefined };

const OPTIONS = {
  audience: { type: 'string' },
  class: { type: 'string' },
  student: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `guard --audience A [--class NAME | --student NO] [--json] < TEXT`: the verdict on a text, as the bot would give it. */
export async function runGuard({ args, env, readStdin }: CommandInput): Promise<CommandResult> {
  const { values } = readArguments(args, OPTIONS, 0);
  const audience = readAudience(values.audience);
  if (values.class !== undefined && values.student !== undefined) throw new UsageError(CLI_TEXTS.classOrStudent);
  const settings = readSettings(env);
  const text = (await readStdin()).replace(/^\uFEFF/u, '').trim();
  if (text === '') throw new UsageError(CLI_TEXTS.guardNeedsText);

  const { class: className, student: studentNo } = values;
  const isAboutNobody = className === undefined && studentNo === undefined;
  const found = isAboutNobody
    ? NOBODY
    : await withCore(settings, (core) => findSubject(core, { className, studentNo }));
  const options = optionsOf(audience, found ?? NOBODY, settings.config);
  const verdict = judge(text, options);
  const stdout =
    values.json === true ? `${JSON.stringify(verdict)}\n` : renderVerdict(verdict, offerRewrite(text, options));
  return succeed(stdout, found === null ? CLI_TEXTS.guardWithoutRoster : '');
}

function readAudience(text: string | undefined): Audience {
  if (text === 'group' || text === 'private') return text;
  throw new UsageError(CLI_TEXTS.unknownAudience);
}

function optionsOf(audience: Audience, { studentNames, roster }: Subject, config: Config): GuardOptions {
  return { audience, studentNames, allowedLinkHosts: [new URL(publicUrlOf(config)).host], roster };
}

function judge(text: string, options: GuardOptions): GuardVerdict {
  const { decision, findings } = checkText(text, options);
  return { decision, findings: findings.map(({ rule, words, why, suggestion }) => ({ rule, words, why, suggestion })) };
}

/** The class or student in the roster; null while there is no roster at all. Throws `access.out_of_scope` for a wrong one. */
async function findSubject(
  { database }: Core,
  { className, studentNo }: { readonly className: string | undefined; readonly studentNo: string | undefined },
): Promise<Subject | null> {
  const { db } = database;
  const classes = await listScopeClasses(db, { staffId: '', collegeId: null }, 'all');
  if (classes.length === 0) return null;
  const families = await listFamilies(
    db,
    classes.filter(({ name }) => className === undefined || name === className.trim()).map(({ classId }) => classId),
  );
  if (className !== undefined) {
    const isKnown = classes.some(({ name }) => name === className.trim());
    if (!isKnown) throw new NotFoundError('access.out_of_scope', { userMessage: CLI_TEXTS.noSuchClass(className) });
    return { studentNames: [], roster: indexOf(families) };
  }
  const student = families.find((family) => family.studentNo.toLowerCase() === studentNo?.trim().toLowerCase());
  if (!student)
    throw new NotFoundError('access.out_of_scope', { userMessage: CLI_TEXTS.noSuchStudent(studentNo ?? '') });
  const classmates = families.filter(({ classId }) => classId === student.classId);
  return { studentNames: [student.name], roster: indexOf(classmates) };
}

function indexOf(families: readonly FamilyTargets[]): RosterIndex {
  const students = families.map(
    ({ studentId, studentNo, name, className }): IndexedStudent => ({
      studentId,
      studentNo,
      name,
      className,
      guardians: [],
    }),
  );
  return buildRosterIndex(students, []);
}

function renderVerdict({ decision, findings }: GuardVerdict, rewrite: string | undefined): string {
  const lines: string[] = [CLI_TEXTS.decisions[decision]];
  for (const { rule, words, why, suggestion } of findings) lines.push(CLI_TEXTS.finding(words, rule, why, suggestion));
  if (rewrite !== undefined) lines.push(CLI_TEXTS.rewrite(rewrite));
  return `${lines.join('\n')}\n`;
}

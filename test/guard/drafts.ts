import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { buildRosterIndex } from '../../src/language/index.ts';
import { checkText, type GuardOptions, type GuardVerdict } from '../../src/notice/guard/index.ts';

/** Who may be named by mistake: the class of every draft. Some names are common words, one is long. */
const CLASSMATES = [
  '陈浩',
  '李娜',
  '王强',
  '张伟',
  '和丽娟',
  '木志强',
  '杨晓燕',
  '周杰',
  '刘洋',
  '高原',
  '白云',
  '欧阳静',
  '阿依古丽·买买提',
  '赵敏',
];

const draftSchema = z.strictObject({
  text: z.string().min(1).max(2_000),
  audience: z.enum(['group', 'private']),
  /** The folder under /templates; a free text when it is left out. */
  kind: z.string().optional(),
  /** The student whose family reads it. */
  student: z.enum(CLASSMATES as [string, ...string[]]).optional(),
  expected: z.enum(['pass', 'flag', 'block']),
  /** One of the rules that must object; for a good draft what it looks like. */
  rule: z.string().min(1),
});

/** One annotated draft; `file` is the set that it belongs to. */
export type AnnotatedDraft = z.infer<typeof draftSchema> & { readonly file: string };

/** Every annotated draft of the folder, file by file. Throws on a line that does not fit the format. */
export function loadDrafts(): readonly AnnotatedDraft[] {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  return files.flatMap((name) =>
    readFileSync(new URL(name, folder), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({ ...draftSchema.parse(JSON.parse(line)), file: name.replace('.jsonl', '') })),
  );
}

const roster = buildRosterIndex(
  CLASSMATES.map((name, index) => ({
    studentId: `${index}`,
    studentNo: `20220315${String(index).padStart(2, '0')}`,
    name,
    className: '22旅管3班',
    guardians: [],
  })),
  ['22旅管3班'],
);

/** What the guard is told about a draft. */
export function optionsOf({ audience, kind, student }: AnnotatedDraft): GuardOptions {
  return { audience, kind: kind ?? 'free', studentNames: student === undefined ? [] : [student], roster };
}

/** The guard's verdict on a draft. */
export function judgeDraft(draft: AnnotatedDraft): GuardVerdict {
  return checkText(draft.text, optionsOf(draft));
}

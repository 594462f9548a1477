import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { byteLength } from '../shared/bytes.ts';
import { AppError } from '../shared/errors.ts';
import {
  checkTemplates,
  FOOTER_BYTES,
  findGroupObstacle,
  findMissingFields,
  findTemplate,
  getTemplate,
  getTemplateKind,
  listTemplates,
  loadTemplates,
  MAX_TEXT_BYTES,
  renderTemplate,
  type TemplateProblem,
} from './index.ts';

const TEMPLATES = join(import.meta.dirname, '../../templates');
const FRAUD_TOPICS = [
  'brushing',
  'refund',
  'impersonate_police',
  'credit_repair',
  'cancel_campus_loan',
  'trap_loan',
  'nude_loan',
  'training_loan',
  'game_trade',
  'romance_invest',
  'card_lending',
  'fake_teacher',
  'ticket_exam',
  'ai_face_swap',
];

function catchError(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the templates that we deliver', () => {
  const library = loadTemplates(TEMPLATES);

  test('are without a problem, and anti-fraud has the topics of the design', () => {
    expect(library.kinds.find(({ kind }) => kind === 'fraud')?.templates.map(({ topic }) => topic)).toEqual(
      FRAUD_TOPICS,
    );
    expect(checkTemplates(library)).toEqual([]);
  });

  test('no word means two topics', () => {
    const words = listTemplates(library).flatMap(({ title, aliases }) => [...new Set([title, ...aliases])]);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  test.each(FRAUD_TOPICS)('%s for a group can be read aloud in half a minute and helps', (topic) => {
    const template = getTemplate(library, 'fraud', topic);
    const text = renderTemplate(template, 'group', template.sample);
    expect(text.length).toBeGreaterThanOrEqual(120);
    expect(text.length).toBeLessThanOrEqual(220);
    expect(text).toContain('本群从不收款');
    expect(text).toContain('96110');
    expect(text).toMatch(/打110/u);
    expect(text.match(/[问说]孩子|和孩子/gu)?.length).toBeGreaterThanOrEqual(1);
    expect(text).not.toMatch(/收到请|http|www\.|扫一扫|活该|怎么这么/u);
    expect(template.facts.length).toBeGreaterThanOrEqual(2);
  });

  test('a discipline notice to the family names the decision, the service and the right of appeal', () => {
    const template = getTemplate(library, 'discipline');
    const text = renderTemplate(template, 'family', template.sample);
    for (const words of [
      '学院〔2026〕12号',
      '2026年9月8日',
      '2026年9月10日',
      '10日内',
      '学生申诉处理委员会',
      '书面申诉',
    ]) {
      expect(text).toContain(words);
    }
  });

  test('a discipline notice is for one family alone', () => {
    const template = getTemplate(library, 'discipline');
    expect(template.audiences).toEqual(['family']);
    const error = catchError(() => renderTemplate(template, 'group', template.sample));
    expect(error).toMatchObject({ code: 'template.invalid', userMessage: expect.stringContaining('发到群里') });
  });

  test.each([
    ['国家助学金', true],
    ['困 难 补 助', true],
    ['临时补助', true],
    ['全省导游服务技能大赛一等奖', false],
    ['校级三好学生', false],
  ])('%s stays out of a group: %s', (award, isKeptOut) => {
    expect(findGroupObstacle(getTemplate(library, 'award'), { award }) !== undefined).toBe(isKeptOut);
  });

  test('an award in a group needs the agreement of the student', () => {
    expect(getTemplateKind(library, 'award').policy.groupNeedsStudentAgreement).toBe(true);
    expect(getTemplateKind(library, 'fraud').policy.groupNeedsStudentAgreement).toBe(false);
  });
});

describe('filling in', () => {
  const library = loadTemplates(TEMPLATES);
  const discipline = getTemplate(library, 'discipline');
  const free = getTemplate(library, 'free');

  test.each(['decisionNo', 'servedOn', 'studentName'])(
    'a notice without %s stops with the name of the field',
    (name) => {
      const { [name]: _left, ...values } = discipline.sample;
      const error = catchError(() => renderTemplate(discipline, 'family', values));
      expect(error.code).toBe('notice.missing_field');
      expect(error.details).toMatchObject({ kind: 'discipline', field: name });
      const label = discipline.fields.find((field) => field.name === name)?.label ?? 'none';
      expect(error.userMessage).toContain(label);
    },
  );

  test('a value of blanks is missing', () => {
    const error = catchError(() => renderTemplate(free, 'family', { ...free.sample, body: ' \n　' }));
    expect(error.code).toBe('notice.missing_field');
  });

  test('an unknown field is an error of the template', () => {
    const error = catchError(() => renderTemplate(free, 'family', { ...free.sample, colour: '红' }));
    expect(error).toMatchObject({ code: 'template.invalid', details: { field: 'colour' } });
  });

  test('a value that is too long is refused with the limit', () => {
    const error = catchError(() => renderTemplate(free, 'family', { ...free.sample, body: '好'.repeat(481) }));
    expect(error.code).toBe('notice.bad_field');
    expect(error.userMessage).toContain('420');
  });

  test('a field of one’s choice falls back to its words, never to nothing', () => {
    const { toldStudent: _left, ...values } = discipline.sample;
    expect(renderTemplate(discipline, 'family', values)).toContain('孩子是成年人');
  });

  test('brackets and dollar signs in a value stay what they are', () => {
    const body = '请看[姓名]和$& $1 [没有]';
    const text = renderTemplate(free, 'family', { ...free.sample, body });
    expect(text).toContain(body);
  });

  test('what is missing is asked in the order of the fields, optional ones are not', () => {
    const missing = findMissingFields(discipline, ['family'], { studentName: '李强', reason: '缺课' });
    expect(missing.filter(({ filledBy }) => filledBy === 'sender').map(({ name }) => name)).toEqual([
      'punishment',
      'decisionNo',
      'decidedOn',
      'servedOn',
    ]);
  });

  test('there is no part that is not there, and no kind', () => {
    expect(findTemplate(library, 'nothing')).toBeUndefined();
    expect(findTemplate(library, 'fraud')).toBeUndefined();
    expect(catchError(() => getTemplate(library, 'nothing')).code).toBe('bug.unexpected');
  });

  test('the longest text that can come out leaves room for the footer', () => {
    const text = renderTemplate(free, 'group', { ...free.sample, body: '好'.repeat(420) });
    expect(byteLength(text) + FOOTER_BYTES.group).toBeLessThanOrEqual(MAX_TEXT_BYTES.group);
  });
});

describe('a folder that somebody edited', () => {
  let directory = '';

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'templates-'));
    cpSync(TEMPLATES, directory, { recursive: true });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function edit(file: string, change: (text: string) => string): void {
    writeFileSync(join(directory, file), change(readFileSync(join(directory, file), 'utf8')));
  }

  function findProblems(): readonly TemplateProblem[] {
    return catchError(() => loadTemplates(directory)).details.problems as readonly TemplateProblem[];
  }

  test.each<[string, string, (text: string) => string, string, string]>([
    ['an undeclared field', 'award/family.txt', (text) => `${text}[奖金]`, 'award/family.txt', '奖金'],
    ['a lost bracket', 'award/family.txt', (text) => `${text}[姓名`, 'award/family.txt', '方括号'],
    ['an empty text', 'award/phone.txt', () => ' \n', 'award/phone.txt', '空'],
    ['broken JSON', 'free/meta.json', (text) => text.slice(1), 'free/meta.json', '读不出来'],
    [
      'a key with a typing error',
      'free/meta.json',
      (text) => text.replace('"title"', '"titel"'),
      'free/meta.json',
      'titel',
    ],
    [
      'an unknown label in the sample',
      'free/sample.json',
      (text) => text.replace('"正文"', '"内容"'),
      'free/sample.json',
      '内容',
    ],
    [
      'a sample that lacks a field',
      'discipline/sample.json',
      (text) => text.replace(/"事由": "[^"]*",/u, ''),
      'discipline/sample.json',
      '事由',
    ],
    [
      'a group text of a kind that is for families alone',
      'award/meta.json',
      (text) => text.replace(/"family",\s*"group"\s*\]/u, '"family"], "whyNotGroup": "x"'),
      'award/group.txt',
      '不允许',
    ],
    [
      'a topic without a folder',
      'fraud/meta.json',
      (text) => text.replace('"refund"', '"refunds"'),
      'fraud/refunds',
      '文件夹',
    ],
    [
      'a rule about no field',
      'award/meta.json',
      (text) => text.replace('"field": "award"', '"field": "prize"'),
      'award/meta.json',
      'prize',
    ],
  ])('%s is reported with its file', (_name, file, change, reportedFile, words) => {
    edit(file, change);
    expect(findProblems()).toContainEqual({ file: reportedFile, message: expect.stringContaining(words) });
  });

  test('a missing file, a foreign file and bytes that are no UTF-8 are reported at once', () => {
    rmSync(join(directory, 'free/phone.txt'));
    writeFileSync(join(directory, 'award/family.txt.bak'), 'x');
    writeFileSync(join(directory, 'discipline/phone.txt'), Buffer.from([0xc4, 0xe3]));
    const files = findProblems().map(({ file }) => file);
    expect(files).toEqual(expect.arrayContaining(['free/phone.txt', 'award/family.txt.bak', 'discipline/phone.txt']));
  });

  test('an empty folder is no library', () => {
    rmSync(directory, { recursive: true });
    expect(findProblems().length).toBeGreaterThan(0);
    cpSync(TEMPLATES, directory, { recursive: true });
  });

  test('what Windows adds to a text is not seen', () => {
    edit('free/family.txt', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`);
    writeFileSync(join(directory, 'free/.DS_Store'), 'x');
    expect(loadTemplates(directory)).toEqual(loadTemplates(TEMPLATES));
  });

  test('a text that could grow too long is found before it does', () => {
    edit('free/meta.json', (text) => text.replace('"maxLength": 420', '"maxLength": 900'));
    expect(checkTemplates(loadTemplates(directory)).map(({ file }) => file)).toEqual([
      'free/family.txt',
      'free/group.txt',
    ]);
  });

  test('the guard is asked about every text with its audience', () => {
    const problems = checkTemplates(loadTemplates(directory), (text, { audience, studentNames }) =>
      audience === 'group' && studentNames.some((name) => text.includes(name))
        ? { decision: 'flag', findings: [{ rule: 'test', words: 'name', suggestion: '' }] }
        : { decision: 'pass', findings: [] },
    );
    expect(problems.map(({ file }) => file)).toEqual(['award/group.txt', 'growth/group.txt']);
  });
});

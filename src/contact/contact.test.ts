import { expect, test } from 'vitest';
import { fc } from '../../test/support/property.ts';
import type { AmendReading, RecordReading } from '../language/index.ts';
import {
  amendFields,
  type ContactFields,
  findMissing,
  isLate,
  moveToStudent,
  resolveGuardian,
  saysTheSame,
  toContactFields,
} from './contact.ts';

const NOW = new Date('2026-10-14T10:00:00+08:00');
const mother = { guardianId: 'm', relation: '母亲', name: '王芳', isEmergencyOnly: false, isDoNotContact: false };
const father = { guardianId: 'f', relation: '父亲', name: '张强', isEmergencyOnly: false, isDoNotContact: false };

test.each<[string, string | null, (typeof mother)[], { guardianId: string | null; relation: string | null }]>([
  ['only 家长, one guardian: that one', null, [mother], { guardianId: 'm', relation: '母亲' }],
  ['only 家长, several: nobody', null, [mother, father], { guardianId: null, relation: null }],
  ['only 家长, none in the roster', null, [], { guardianId: null, relation: null }],
  ['named by relation', '父亲', [mother, father], { guardianId: 'f', relation: '父亲' }],
  ['kin outside the roster keeps the relation', '姑姑', [mother], { guardianId: null, relation: '姑姑' }],
  [
    'two of one relation: no name',
    '母亲',
    [mother, { ...mother, guardianId: 'm2' }],
    { guardianId: null, relation: '母亲' },
  ],
])('%s', (_name, relation, guardians, expected) => {
  expect(resolveGuardian(relation, guardians)).toEqual(expected);
});

const reading: RecordReading = {
  student: { words: '张三', candidates: [], isGuess: false },
  relation: '母亲',
  others: [],
  method: 'phone',
  isMethodStated: true,
  direction: 'outbound',
  outcome: 'reached',
  answered: true,
  individual: true,
  occurredAt: NOW,
  occurredPrecision: 'minute',
  lengthMinutes: null,
  topics: [],
  summary: '',
  familySaid: null,
  opinion: null,
  studentToldFirst: null,
  nextStep: null,
  nextStepDue: null,
};
const student = {
  studentId: 's',
  studentNo: '1',
  name: '张三',
  className: '22旅管3班',
  guardians: [{ ...mother, relation: '母亲' as const }],
};
const fields = (over: Partial<RecordReading> = {}): ContactFields =>
  toContactFields({ ...reading, ...over }, student, NOW);

test.each<[string, Partial<RecordReading>, Partial<ContactFields>]>([
  ['an attempt counts for nobody', { outcome: 'no_answer' }, { individual: false, answered: false }],
  ['a meeting counts for nobody', { method: 'meeting' }, { individual: false, answered: true }],
  ['nothing lies in the future', { occurredAt: new Date('2026-10-15T00:00:00+08:00') }, { occurredAt: NOW }],
])('%s', (_name, over, expected) => {
  expect(fields(over)).toMatchObject(expected);
});

test.each<[string, Partial<RecordReading>, AmendReading, Partial<ContactFields>]>([
  ['phone to WeChat', {}, { method: 'wechat' }, { method: 'wechat', answered: true, individual: true }],
  ['phone to letter: nobody answered a letter yet', {}, { method: 'letter' }, { answered: false, individual: true }],
  ['letter to phone', { method: 'letter', answered: false }, { method: 'phone' }, { answered: true }],
  ['reached to no answer', {}, { outcome: 'no_answer' }, { answered: false, individual: false }],
  [
    'no answer to reached',
    { outcome: 'no_answer', individual: false },
    { outcome: 'reached' },
    { answered: true, individual: true },
  ],
  ['to a meeting', {}, { method: 'meeting' }, { individual: false }],
  [
    'another relation keeps whether it was answered',
    { answered: false, method: 'letter' },
    { relation: '父亲' },
    { answered: false, guardianId: 'f' },
  ],
  ['a relation outside the roster', {}, { relation: '姑姑' }, { guardianId: null, relation: '姑姑' }],
  ['a time in the future is now', {}, { occurredAt: new Date('2026-12-01T00:00:00Z') }, { occurredAt: NOW }],
  [
    'words',
    {},
    { familySaid: '知道了', opinion: '无', topics: ['grades'] },
    { familySaid: '知道了', opinion: '无', topics: ['grades'] },
  ],
])('amend: %s', (_name, before, amend, expected) => {
  expect(amendFields(fields(before), amend, [mother, father], NOW)).toMatchObject(expected);
});

test('moved to another student, the old guardian does not come along', () => {
  expect(moveToStudent(fields(), 's2', [{ ...mother, guardianId: 'm9' }])).toMatchObject({
    studentId: 's2',
    guardianId: 'm9',
  });
  expect(moveToStudent(fields(), 's2', [father])).toMatchObject({ guardianId: null, relation: '母亲' });
});

test('an amendment that changes nothing is recognised', () => {
  expect(saysTheSame(fields(), amendFields(fields(), { method: 'phone' }, [mother], NOW))).toBe(true);
  expect(saysTheSame(fields(), amendFields(fields(), { method: 'qq' }, [mother], NOW))).toBe(false);
});

test.each<[string, Partial<RecordReading>, ReturnType<typeof findMissing>]>([
  ['a plain talk lacks the opinion', {}, 'opinion'],
  ['a talk of which nothing is told lacks what they said', { familySaid: null }, 'family_said'],
  ['an opinion is there', { opinion: '无', familySaid: null }, undefined],
  ['an exception without a reason', { studentToldFirst: 'exception', summary: '特殊' }, 'told_reason'],
  ['an exception with one', { studentToldFirst: 'exception', summary: '学生昏迷，先告诉家长' }, 'opinion'],
  ['a warning: did the student know?', { topics: ['status_warning'] }, 'told_first'],
  ...(['discipline', 'grades', 'failed_courses', 'health', 'mental_health'] as const).map(
    (topic): [string, Partial<RecordReading>, ReturnType<typeof findMissing>] => [
      `${topic}: did the student know, before what they said?`,
      { topics: [topic], familySaid: null },
      'told_first',
    ],
  ),
  ['attendance is no such matter', { topics: ['attendance'] }, 'opinion'],
  ['he knew', { topics: ['status_warning'], studentToldFirst: 'yes' }, 'opinion'],
  ['the family came to us', { topics: ['health'], direction: 'inbound' }, 'opinion'],
  ['an attempt lacks nothing', { outcome: 'no_answer', topics: ['discipline'] }, undefined],
  ['a letter nobody answered', { method: 'letter', answered: false }, undefined],
])('%s', (_name, over, expected) => {
  expect(findMissing(fields({ familySaid: '家里都好', ...over }))).toBe(expected);
});

test('late means more than 48 hours, to the millisecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400_000_000 }), (ageMs) => {
      expect(isLate(new Date(NOW.getTime() - ageMs), NOW)).toBe(ageMs > 172_800_000);
    }),
  );
});

import { describe, expect, test } from 'vitest';
import type { DirectoryParent } from '../../platform/port.ts';
import { matchParents, type RosterGuardian } from './match-parents.ts';

let serial = 0;

function guardian(over: Partial<RosterGuardian> = {}): RosterGuardian {
  serial += 1;
  return {
    guardianId: `g${serial}`,
    studentId: 's1',
    studentNo: '20240101',
    studentName: '张三',
    phone: '13800001111',
    account: null,
    isAccountFound: false,
    isSubscribed: null,
    ...over,
  };
}

function parent(over: Partial<DirectoryParent> = {}): DirectoryParent {
  return {
    parentUserId: 'p1',
    isSubscribed: true,
    phone: '13800001111',
    studentUserId: '20240101',
    studentName: '张三',
    ...over,
  };
}

describe('a guardian with an account', () => {
  test.each<[string, Partial<RosterGuardian>, Partial<DirectoryParent>, boolean | null | 'unchanged']>([
    ['follows', { account: 'P1' }, { isSubscribed: true }, true],
    ['does not follow', { account: 'p1', isSubscribed: true }, { isSubscribed: false }, false],
    ['of whom nothing is said stays', { account: 'p1', isSubscribed: true }, { isSubscribed: null }, 'unchanged'],
    ['of whom the same is said stays', { account: 'p1', isSubscribed: false }, { isSubscribed: false }, 'unchanged'],
    ['under another number is the same account', { account: 'p1' }, { phone: '13900000000' }, true],
    ['that the directory lacks keeps it', { account: 'p9', isSubscribed: true }, {}, 'unchanged'],
  ])('%s', (_name, over, said, expected) => {
    const { findings } = matchParents([guardian(over)], [parent(said)], true);
    if (expected === 'unchanged') expect(findings).toEqual([]);
    else expect(findings).toMatchObject([{ account: over.account, isSubscribed: expected, isAccountFound: false }]);
  });

  test('one account under two children is one parent', () => {
    const children = [guardian({ account: 'p1' }), guardian({ studentId: 's2', studentNo: '20240102', account: 'p1' })];
    const { findings, counts } = matchParents(children, [parent(), parent({ studentUserId: '20240102' })], true);
    expect(findings.map(({ isSubscribed }) => isSubscribed)).toEqual([true, true]);
    expect(counts).toMatchObject({ parents: 1, subscribed: 1, matched: 2, strangers: 0 });
  });
});

describe('a guardian without an account is found', () => {
  const found = [{ account: 'p1', isAccountFound: true, isSubscribed: true, wasAccount: null }];
  test.each<[string, Partial<DirectoryParent>]>([
    ['by number and student number', {}],
    ['by a number with +86 and blanks', { phone: '+86 138-0000-1111' }],
    ['by number and name where the school has ids of its own', { studentUserId: 'stu_77' }],
  ])('%s', (_name, over) => {
    const { findings, counts } = matchParents([guardian()], [parent(over)], true);
    expect(findings).toMatchObject(found);
    expect(counts).toMatchObject({ matched: 1, found: 1, ambiguous: 0, strangers: 0 });
  });

  test.each<[string, readonly RosterGuardian[], readonly DirectoryParent[], number]>([
    ['another number', [guardian()], [parent({ phone: '13800002222' })], 0],
    ['no number in the directory', [guardian()], [parent({ phone: null })], 0],
    ['no number in the roster', [guardian({ phone: null })], [parent({ phone: null })], 0],
    ['another student', [guardian()], [parent({ studentUserId: 'stu_8', studentName: '李四' })], 0],
    [
      'the namesake whose number says that it is another',
      [guardian(), guardian({ studentId: 's2', studentNo: '20240102', studentName: '张三', phone: null })],
      [parent({ studentUserId: '20240102' })],
      0,
    ],
    ['two accounts under one number', [guardian()], [parent(), parent({ parentUserId: 'p2' })], 1],
    ['father and mother under one number', [guardian(), guardian()], [parent()], 2],
    [
      'an account that the other parent already has',
      [guardian(), guardian({ account: 'P1', phone: null, isSubscribed: true })],
      [parent()],
      0,
    ],
  ])('but not: %s', (_name, guardians, parents, ambiguous) => {
    const { findings, counts } = matchParents(guardians, parents, true);
    expect(findings).toEqual([]);
    expect(counts.ambiguous).toBe(ambiguous);
  });
});

describe('a finding of the platform', () => {
  const found = { account: 'p_old', isAccountFound: true, isSubscribed: true };

  test('goes when the whole directory lacks it, and the new account takes its place', () => {
    expect(matchParents([guardian(found)], [], true).findings).toMatchObject([
      { account: null, isAccountFound: false, isSubscribed: null },
    ]);
    expect(matchParents([guardian(found)], [parent()], true).findings).toMatchObject([
      { account: 'p1', isAccountFound: true, isSubscribed: true },
    ]);
  });

  test('stays when only a part was read', () => {
    expect(matchParents([guardian(found)], [parent()], false).findings).toEqual([]);
  });

  test('stays a finding', () => {
    const said = [parent({ parentUserId: 'p_old', isSubscribed: false })];
    expect(matchParents([guardian(found)], said, true).findings).toMatchObject([
      { account: 'p_old', isAccountFound: true, isSubscribed: false },
    ]);
  });
});

test('what concerns nobody is counted', () => {
  const { counts } = matchParents([guardian({ account: 'gone' })], [parent({ parentUserId: 'new' })], true);
  expect(counts).toEqual({ parents: 1, subscribed: 1, matched: 0, found: 0, ambiguous: 0, strangers: 1, missing: 1 });
});

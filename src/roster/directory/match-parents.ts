import type { DirectoryParent } from '../../platform/port.ts';
import { groupBy } from '../../shared/group-by.ts';
import { readPhone } from '../import/kind-reading.ts';

/** A guardian of the roster, as the platform's directory is compared with it. */
export interface RosterGuardian {
  readonly guardianId: string;
  readonly studentId: string;
  readonly studentNo: string;
  readonly studentName: string;
  readonly phone: string | null;
  readonly account: string | null;
  /** The account is a finding of the platform, not a word of the roster. */
  readonly isAccountFound: boolean;
  readonly isSubscribed: boolean | null;
}

/** What a guardian is to become; `was…` is what the comparison rests on. */
export interface GuardianFinding {
  readonly guardianId: string;
  readonly wasAccount: string | null;
  readonly wasPhone: string | null;
  readonly account: string | null;
  readonly isAccountFound: boolean;
  readonly isSubscribed: boolean | null;
}

export interface DirectoryCounts {
  /** Accounts that the directory holds, and how many of them follow 学校通知. */
  readonly parents: number;
  readonly subscribed: number;
  /** Guardians whose account stands in the directory, and those of them that it found by telephone number. */
  readonly matched: number;
  readonly found: number;
  /** Guardians without an account whom several people of the directory could be. */
  readonly ambiguous: number;
  /** Accounts that nobody of the roster has. */
  readonly strangers: number;
  /** Accounts of the roster that the directory does not know. */
  readonly missing: number;
}

export interface Comparison {
  /** Only guardians who change. */
  readonly findings: readonly GuardianFinding[];
  readonly counts: DirectoryCounts;
}

/**
 * Compares the roster with the platform's directory; pure. Accounts come first. A guardian without one is found by the
 * registered telephone number and the student, when exactly one account fits and it fits nobody else of that family. What
 * the roster says is never taken away: not an account that the directory lacks, not a subscription of which it is silent.
 * Only a finding of its own goes, and only when the whole directory was read without it.
 */
export function matchParents(
  guardians: readonly RosterGuardian[],
  parents: readonly DirectoryParent[],
  isWhole: boolean,
): Comparison {
  const byAccount = groupBy(parents, (it) => keyOf(it.parentUserId));
  const find = createPhoneSearch(guardians, parents);
  const findings: GuardianFinding[] = [];
  const seen = new Set<string>();
  const tally = { matched: 0, found: 0, ambiguous: 0, missing: 0 };

  for (const guardian of guardians) {
    const isGone = guardian.account !== null && !byAccount.has(keyOf(guardian.account));
    const isVoid = isGone && guardian.isAccountFound && isWhole;
    if (isGone && !isVoid) {
      tally.missing += 1;
      continue;
    }
    const isSought = guardian.account === null || isVoid;
    const { account, isUnsure } = isSought ? find(guardian) : { account: guardian.account, isUnsure: false };
    if (isUnsure) tally.ambiguous += 1;
    const isAccountFound = account !== null && (isSought || guardian.isAccountFound);
    if (account !== null) {
      seen.add(keyOf(account));
      tally.matched += 1;
      if (isAccountFound) tally.found += 1;
    }
    const isSame = account === guardian.account;
    const said = account === null ? null : subscriptionOf(byAccount.get(keyOf(account)) ?? []);
    const isSubscribed = said ?? (isSame ? guardian.isSubscribed : null);
    if (isSame && isSubscribed === guardian.isSubscribed) continue;
    const { guardianId, account: wasAccount, phone: wasPhone } = guardian;
    findings.push({ guardianId, wasAccount, wasPhone, account, isAccountFound, isSubscribed });
  }

  const subscribed = [...byAccount.values()].filter((rows) => subscriptionOf(rows) === true).length;
  const strangers = [...byAccount.keys()].filter((account) => !seen.has(account)).length;
  return { findings, counts: { parents: byAccount.size, subscribed, strangers, ...tally } };
}

/** Ids of the school directory compare without regard to case (wecom.md §5.2). */
function keyOf(id: string): string {
  return id.toLowerCase();
}

/** One account stands under each child; the rows say the same, and one that says nothing does not count. */
function subscriptionOf(rows: readonly DirectoryParent[]): boolean | null {
  return rows.find(({ isSubscribed }) => isSubscribed !== null)?.isSubscribed ?? null;
}

/** The account that a guardian without one has, as far as the directory tells; or that several people may be meant. */
type Search = (guardian: RosterGuardian) => { readonly account: string | null; readonly isUnsure: boolean };

const NOBODY = { account: null, isUnsure: false } as const;

function createPhoneSearch(guardians: readonly RosterGuardian[], parents: readonly DirectoryParent[]): Search {
  const parentsByPhone = groupBy(parents, ({ phone }) => toPhone(phone));
  const familyOf = groupBy(guardians, (it) => it.studentId);
  const studentNos = new Set(guardians.map((it) => keyOf(it.studentNo)));
  const isSameStudent = (parent: DirectoryParent, guardian: RosterGuardian): boolean => {
    const studentUserId = keyOf(parent.studentUserId);
    // A school may take its student numbers for ids or not; where the id is one, the name proves nothing more.
    if (studentNos.has(studentUserId)) return studentUserId === keyOf(guardian.studentNo);
    return parent.studentName.trim() === guardian.studentName;
  };
  return (guardian) => {
    if (guardian.phone === null) return NOBODY;
    const fitting = (parentsByPhone.get(guardian.phone) ?? []).filter((it) => isSameStudent(it, guardian));
    const accounts = new Map(fitting.map(({ parentUserId }) => [keyOf(parentUserId), parentUserId]));
    const family = familyOf.get(guardian.studentId) ?? [];
    for (const { account } of family)
      if (account !== null && account !== guardian.account) accounts.delete(keyOf(account));
    const [account] = accounts.values();
    if (account === undefined) return NOBODY;
    // Father and mother under one number: which of them has the account, nobody can tell.
    const isNumberShared = family.some((it) => it !== guardian && it.account === null && it.phone === guardian.phone);
    return accounts.size > 1 || isNumberShared ? { account: null, isUnsure: true } : { account, isUnsure: false };
  };
}

function toPhone(raw: string | null): string | null {
  const reading = readPhone(raw ?? '');
  return reading.kind === 'phone' ? reading.phone : null;
}

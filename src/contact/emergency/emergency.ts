/**
 * Somebody's life, whereabouts or money is in danger. One emergency may run for a student; it belongs to the student, so that
 * whoever has the class now sees it and goes on with it. Its states:
 * - running: opened by 急, 失联 or 受骗 about a student (`emergency.commands.ts`).
 * - running → running: another line about it, or a contact with the family (`record.ts`), is added to its timed log.
 * - running → closed: 应急结束, and then 确认, because it cannot be opened again. Two tasks come of it: a call on the next day
 *   and one after a week. A later danger of the same student is another emergency.
 */
export type EmergencyKind = 'acute' | 'missing' | 'fraud_victim';

export interface Emergency {
  readonly emergencyId: string;
  readonly kind: EmergencyKind;
  readonly studentId: string;
  readonly studentName: string;
  readonly className: string;
  readonly counsellorId: string;
  readonly openedAt: Date;
}

/** One line of the timed log. */
export interface EmergencyEntry {
  readonly entryId: string;
  readonly staffId: string;
  readonly entry: 'opened' | 'note' | 'contact' | 'closed';
  readonly happenedAt: Date;
  readonly staffName: string;
  /** As typed; null once it was redacted. */
  readonly words: string | null;
}

/** What a line that begins as an emergency asks for. */
export type EmergencyWish = 'close' | 'list' | 'note' | 'report';

const CLOSE =
  /应急(?:已经?|可以)?(?:结束|解除|关闭|终止|完毕)|(?:结束|解除|关闭)(?:这次|本次)?应急|人找到了|已经?找到(?:人|了)/u;
const LIST =
  /^(?:\p{Script=Han}{2,4}的?)?应急(?:的)?(?:进展|情况|记录|列表|清单|状态|现在|怎么样|怎样|到哪|还有|有哪些|查询|日志)[\s\S]{0,8}$|^(?:查看?|看看?)应急|^应急[\s。！!？?]*$/u;

/** 应急结束, 应急进展, 应急 and words; everything else reports a danger. Pure. */
export function readWish(line: string): EmergencyWish {
  const text = line.trim();
  if (CLOSE.test(text)) return 'close';
  if (LIST.test(text)) return 'list';
  return text.startsWith('应急') ? 'note' : 'report';
}

/** Days after the end on which the family is asked how things are. */
export const AFTER_CARE_DAYS = [1, 7] as const;

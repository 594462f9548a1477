import type { CommandContext, OpenQuestion, Reply, StaffMember } from '../../src/command/index.ts';
import type { Queryable } from '../../src/db/index.ts';
import { buildRosterIndex, type IndexedStudent, type Reading } from '../../src/language/index.ts';
import { randomIds } from '../../src/shared/ids.ts';

export interface ContextParts {
  readonly db: Queryable;
  readonly staff: StaffMember;
  readonly reading: Reading;
  readonly now?: Date;
  readonly students?: readonly IndexedStudent[];
}

/** What a command would get for this reading; wakes go nowhere. */
export function buildCommandContext({ db, staff, reading, now, students }: ContextParts): CommandContext {
  const at = now ?? new Date('2026-10-09T02:00:00Z');
  return {
    db,
    now: at,
    clock: { now: () => at },
    timeZone: 'Asia/Shanghai',
    ids: randomIds,
    sender: { platform: 'wecom', userId: staff.staffNo, staff },
    line: reading.line,
    reading,
    roster: buildRosterIndex(students ?? [], []),
    inboundId: '1',
    afterCommit: { wake: () => undefined },
  };
}

/** The question of a reply as the engine would store and give it back. */
export function openQuestionOf(reply: Reply, command: string, line = ''): OpenQuestion {
  if (reply.question === undefined) throw new Error(`the reply asks nothing: ${reply.text}`);
  const state: unknown = JSON.parse(JSON.stringify(reply.question.state));
  return { questionId: 'q1', command, line, state, askedAt: new Date() };
}

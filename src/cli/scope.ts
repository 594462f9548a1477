import type { Sender } from '../command/index.ts';
import type { Core } from '../core.ts';
import { buildRosterIndex, type RosterIndex } from '../language/index.ts';
import { countRoster, createSenderDirectory } from '../roster/index.ts';
import { AccessError } from '../shared/errors.ts';
import { randomIds } from '../shared/ids.ts';
import { CLI_TEXTS } from './texts.zh.ts';

/** Whoever can read the database: every class, as the 学工处 reaches them (the role `admin` sees no student). */
const EVERYBODY: Sender = {
  platform: 'wecom',
  userId: '',
  staff: { staffId: '', staffNo: '', name: '', role: 'student_affairs', collegeId: null },
};

/** Of whom a member of staff may speak, and who it is; `staffNo` is null where nobody was named. */
interface Scope {
  readonly roster: RosterIndex;
  readonly staffNo: string | null;
}

/**
 * The students whom a member of staff may speak of; all of them without `userId`. Stores nothing, so that ADMIN_USERIDS are
 * looked up here and not made staff. Throws `access.not_registered` as the bot does.
 */
export async function loadScope({ config, database }: Core, userId: string | undefined): Promise<Scope> {
  const { db } = database;
  const directory = createSenderDirectory({ adminUserIds: [], ids: randomIds });
  if (userId === undefined) return { roster: await directory.loadRosterIndex(db, EVERYBODY), staffNo: null };
  const sender =
    (await directory.findSender(db, 'wecom', userId)) ?? (await directory.findSender(db, 'dingtalk', userId));
  if (sender !== undefined) {
    return { roster: await directory.loadRosterIndex(db, sender), staffNo: sender.staff.staffNo };
  }
  const isFirstAdmin = config.adminUserIds.some((known) => known.toLowerCase() === userId.toLowerCase());
  const { classes, students } = await countRoster(db);
  if (isFirstAdmin && classes + students === 0) return { roster: buildRosterIndex([], []), staffNo: null };
  throw new AccessError('access.not_registered', { userMessage: CLI_TEXTS.notRegistered(userId) });
}

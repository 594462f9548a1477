import { type Sender, type SenderDirectory, scopeOf } from '../command/index.ts';
import type { Queryable } from '../db/index.ts';
import { buildRosterIndex, type RosterIndex } from '../language/index.ts';
import type { IdSource } from '../shared/ids.ts';
import { FIRST_ADMIN_PREFIX } from './first-admin.ts';
import { readRosterVersion } from './roster-version.store.ts';
import {
  findStaffByUserId,
  isRosterEmpty,
  listIndexedStudents,
  listScopeClasses,
  upsertFirstAdmin,
} from './sender-directory.store.ts';

export interface SenderDirectoryOptions {
  /** ADMIN_USERIDS: administrators while the roster is empty. */
  readonly adminUserIds: readonly string[];
  readonly ids: IdSource;
}

/** More indexes than a busy hour has senders; beyond it the oldest goes. */
const MAX_CACHED_INDEXES = 300;

/**
 * Who writes to us and whom he or she may speak of. The index of a scope is kept until the roster's version moves on, so a
 * class that was handed over is out of reach with the next line.
 */
export function createSenderDirectory({ adminUserIds, ids }: SenderDirectoryOptions): SenderDirectory {
  const firstAdmins = new Set(adminUserIds.map((userId) => userId.toLowerCase()));
  const indexes = new Map<string, { version: number; index: RosterIndex }>();

  return {
    async findSender(db, platform, userId) {
      const staff = await findStaffByUserId(db, platform, userId);
      if (staff && !staff.staffNo.startsWith(FIRST_ADMIN_PREFIX)) return { platform, userId, staff };
      if (!firstAdmins.has(userId.toLowerCase()) || !(await isRosterEmpty(db))) return undefined;
      const staffNo = `${FIRST_ADMIN_PREFIX}${userId.toLowerCase()}`;
      const admin = await upsertFirstAdmin(db, { staffId: ids.uuid(), staffNo, userId, platform });
      // Contract §5: may use everything while the roster is empty, when there is nobody's family to reach yet.
      return { platform, userId, staff: { ...admin, role: 'student_affairs' } };
    },

    async loadRosterIndex(db, sender) {
      const key = indexKey(sender);
      if (key === undefined) return buildRosterIndex([], []);
      // The version is read first: should the roster change in between, the index is only taken for older than it is.
      const version = await readRosterVersion(db);
      const cached = indexes.get(key);
      if (cached?.version === version) return cached.index;
      const index = await loadIndex(db, sender);
      indexes.delete(key);
      indexes.set(key, { version, index });
      const oldest = indexes.keys().next().value;
      if (indexes.size > MAX_CACHED_INDEXES && oldest !== undefined) indexes.delete(oldest);
      return index;
    },
  };
}

/** People of one scope share an index. */
function indexKey({ staff }: Sender): string | undefined {
  const scope = scopeOf(staff.role, 'look_up_student');
  if (scope === undefined) return undefined;
  if (scope === 'all') return 'all';
  return scope === 'college' ? `college:${staff.collegeId}` : `own:${staff.staffId}`;
}

async function loadIndex(db: Queryable, { staff }: Sender): Promise<RosterIndex> {
  const classes = await listScopeClasses(db, staff, scopeOf(staff.role, 'look_up_student') ?? 'own');
  const students = await listIndexedStudents(
    db,
    classes.map((it) => it.classId),
  );
  return buildRosterIndex(
    students,
    classes.map((it) => it.name),
  );
}

import type { IdSource } from '../../shared/ids.ts';
import type { GroupRow, RosterRows } from './rows.ts';
import type { GroupRecord, RosterSnapshot } from './snapshot.ts';
import { createTableDiff, type TableDiff } from './table-diff.ts';

/** Seals a robot's address; `opens` says whether a sealed one holds this address (sealing twice gives two texts). */
export interface WebhookSeal {
  seal(url: string): string;
  opens(sealed: string, url: string): boolean;
}

export interface GroupContext {
  readonly classIds: ReadonlyMap<string, string>;
  readonly studentIds: ReadonlyMap<string, string>;
  readonly staffIds: ReadonlyMap<string, string>;
  readonly ids: IdSource;
  readonly seal: WebhookSeal;
}

/** What becomes of the parents' groups; a group is the same by its id on the platform, else by owner, platform and name. */
export function diffGroups(rows: RosterRows, stored: RosterSnapshot, context: GroupContext): TableDiff<GroupRecord> {
  const diff = createTableDiff(
    stored.groups,
    (it) => it.groupId,
    (it) => it.name,
  );
  if (rows.groups === null) return diff;
  const { classIds, studentIds } = context;
  const byChatId = new Map(
    stored.groups.filter((it) => it.chatId !== null).map((it) => [`${it.platform}\n${it.chatId}`, it]),
  );
  const byName = new Map(stored.groups.map((it) => [nameKey(it), it]));
  const covered = new Set<string>();
  for (const row of rows.classes ?? []) covered.add(classIds.get(row.name) ?? '');
  for (const row of rows.students ?? []) covered.add(studentIds.get(row.studentNo) ?? '');
  const matched = new Set<string>();
  for (const row of rows.groups) {
    const place = {
      classId: row.className === null ? null : (classIds.get(row.className) ?? null),
      studentId: row.studentNo === null ? null : (studentIds.get(row.studentNo) ?? null),
    };
    covered.add(place.classId ?? place.studentId ?? '');
    const candidates = [
      row.chatId ? byChatId.get(`${row.platform}\n${row.chatId}`) : undefined,
      byName.get(nameKey({ ...place, platform: row.platform, name: row.name })),
    ];
    const known = candidates.find((it) => it !== undefined && !matched.has(it.groupId));
    if (known !== undefined) matched.add(known.groupId);
    diff.put(toGroup(row, known, place, context), known);
  }
  for (const it of stored.groups) {
    if (!matched.has(it.groupId) && covered.has(it.classId ?? it.studentId ?? '')) diff.archive(it);
  }
  return diff;
}

function nameKey(group: Pick<GroupRecord, 'classId' | 'studentId' | 'platform' | 'name'>): string {
  return [group.classId ?? group.studentId, group.platform, group.name].join('\n');
}

function toGroup(
  row: GroupRow,
  known: GroupRecord | undefined,
  place: Pick<GroupRecord, 'classId' | 'studentId'>,
  { staffIds, ids, seal }: GroupContext,
): GroupRecord {
  const storedWebhook = known?.webhookSealed ?? null;
  const isSameWebhook = storedWebhook !== null && !!row.webhookUrl && seal.opens(storedWebhook, row.webhookUrl);
  const newWebhook = row.webhookUrl ? seal.seal(row.webhookUrl) : null;
  return {
    groupId: known?.groupId ?? ids.uuid(),
    ...place,
    name: row.name,
    platform: row.platform,
    chatId: row.chatId === undefined ? (known?.chatId ?? null) : row.chatId,
    webhookSealed: row.webhookUrl === undefined || isSameWebhook ? storedWebhook : newWebhook,
    ownerId: staffIds.get(row.ownerNo) ?? '',
    isArchived: false,
  };
}

import type { CommandContext, PendingQuestion } from '../../command/index.ts';
import { findLastNotice, type NoticeHead } from '../status/summary.store.ts';
import { hasRecordedSince } from './stop.store.ts';

/** As long as 撤 may still mean the notice that was confirmed last. */
const FRESH_MS = 30 * 60_000;
/** 撤, 撤回, 撤了吧 and no more: nothing says that a record is meant. */
const BARE = /^(?:撤|撤回|撤销|撤掉|撤了|删|删了|删掉)(?:一下|吧|了)*[。！!~\s]*$/u;

/**
 * The notice that a bare 撤 is about: right after a 确认 it means what goes out, never a record from before, which would be
 * withdrawn while the notice goes on. undefined = it is not about a notice.
 */
export async function findNoticeToUndo(
  { db, reading, sender, now }: CommandContext,
  open: PendingQuestion | undefined,
): Promise<NoticeHead | undefined> {
  if (reading.intent !== 'undo' || open !== undefined || !BARE.test(reading.normalised.trim())) return undefined;
  const { staffId } = sender.staff;
  const last = await findLastNotice(db, staffId);
  if (!last?.confirmedAt || now.getTime() - last.confirmedAt.getTime() > FRESH_MS) return undefined;
  return (await hasRecordedSince(db, staffId, last.confirmedAt)) ? undefined : last;
}

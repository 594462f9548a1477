import type { CommandContext } from '../../command/index.ts';
import { listOlderUnconfirmed } from './follow.store.ts';
import { followTexts as texts } from './texts.zh.ts';

const LOOK_BACK_MS = 14 * 24 * 3_600_000;

/** Without a code only the last notice is meant: names the earlier ones of two weeks that families have not confirmed. */
export async function describeOlder(
  { db, now, sender }: Pick<CommandContext, 'db' | 'now' | 'sender'>,
  except: readonly string[],
): Promise<readonly string[]> {
  const from = new Date(now.getTime() - LOOK_BACK_MS);
  const older = await listOlderUnconfirmed(db, sender.staff.staffId, { except, from });
  return older.length === 0 ? [] : [texts.older(older)];
}

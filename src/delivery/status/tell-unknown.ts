import { draftCard, queueMemberMessages, standingButtonKey } from '../../command/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { ChatPlatform } from '../../platform/port.ts';
import type { AfterCommit } from '../../queue/index.ts';
import type { Clock } from '../../shared/clock.ts';
import type { IdSource } from '../../shared/ids.ts';
import { deliveryTexts as texts } from '../texts.zh.ts';
import { countAlike, findNoticeSender, nameAll } from './summary.store.ts';

/** Name of the command that gets the presses (delivery.commands.ts). */
export const UNKNOWN_COMMAND = 'unknown_decision';

interface TellContext {
  readonly platform: Pick<ChatPlatform, 'name'>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Asks the sender of each notice what to do about deliveries whose outcome nobody can know. */
export async function tellAboutUnknown(
  tx: Queryable,
  ctx: TellContext,
  afterCommit: AfterCommit,
  noticeIds: ReadonlySet<string>,
): Promise<void> {
  for (const noticeId of noticeIds) {
    const sender = await findNoticeSender(tx, noticeId);
    if (sender?.userId == null) continue;
    const { title, noticeCode } = sender;
    const unknown = nameAll(await countAlike(tx, noticeId, ['unknown'], 'all'));
    await queueMemberMessages(tx, {
      platform: ctx.platform.name,
      memberId: sender.userId,
      now: ctx.clock.now(),
      ids: ctx.ids,
      afterCommit,
      drafts: draftCard({
        title: texts.unknownTitle,
        text: texts.unknownText(title, noticeCode, unknown),
        short: texts.unknownShort(title, noticeCode, unknown.count),
        buttons: [
          { key: standingButtonKey(UNKNOWN_COMMAND, `resend:${noticeId}`), label: texts.resend, style: 'primary' },
          { key: standingButtonKey(UNKNOWN_COMMAND, `counted:${noticeId}`), label: texts.countAsSent },
        ],
      }),
    });
  }
}

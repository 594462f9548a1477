import { randomInt } from 'node:crypto';
import { toXml } from './callback-envelope.ts';
import type { CallbackSender } from './callback-sender.ts';
import type { ServerContext } from './server/call.ts';
import { judgeTargets } from './server/mass-tasks.ts';
import { makeResponseCode } from './server/member-messages.ts';
import { chatOf, groupKeyOf } from './state.ts';

/** What somebody did in the client, and the fate of the callback that it caused. */
interface PersonDid {
  /** WeCom's MsgId of a message; of an event an id of ours. */
  readonly msgId: string;
  readonly outcome: Promise<'accepted' | 'lost'>;
}

export interface PersonActions {
  /** Types a line to the app. `msgId` only to let two people's messages carry one id, as happens (wecom.md §1.5). */
  say(userid: string, text: string, options?: { msgId?: string }): PersonDid;
  /** Presses a button of a card. Throws RangeError when that person has no open card with this task id and button. */
  press(userid: string, taskId: string, buttonKey: string): PersonDid;
  /** Opens the app (event enter_agent). */
  openApp(userid: string): PersonDid;
  /** Confirms a waiting mass task. Throws RangeError when it is not waiting for this person. */
  confirmMassTask(ownerUserid: string, msgid: string): void;
  /** The owner pastes a text into a plain WeChat or QQ group; no server learns of it. */
  paste(
    group: { chatId: string | null; webhookKey: string | null; name: string },
    ownerUserid: string,
    text: string,
  ): void;
  /** A parent follows or unfollows 学校通知 with the personal WeChat. */
  setSubscription(parentUserid: string, isSubscribed: boolean): PersonDid;
}

export interface PersonActionsOptions {
  readonly corpId: string;
  readonly context: ServerContext;
  readonly sender: CallbackSender;
}

/** The hands of the people around the stand-in: page and tests act through these. */
export function createPersonActions({ corpId, context, sender }: PersonActionsOptions): PersonActions {
  const { journal, agentId } = context;
  const head = (userid: string) => ({
    ToUserName: corpId,
    FromUserName: userid,
    CreateTime: Math.floor(context.now() / 1000),
  });
  const sendEvent = (userid: string, fields: Readonly<Record<string, string | number>>): PersonDid => {
    const msgId = newMsgId(context.now());
    const plain = toXml({ ...head(userid), MsgType: 'event', ...fields });
    return { msgId, outcome: sender.enqueue(`e${msgId}`, userid, plain) };
  };

  return {
    say(userid, text, { msgId = newMsgId(context.now()) } = {}) {
      const callbackId = `m${msgId}-${userid.toLowerCase()}`;
      journal.record({ type: 'said', userid, text, msgid: msgId, callbackId });
      const plain = toXml({ ...head(userid), MsgType: 'text', Content: text, MsgId: msgId, AgentID: Number(agentId) });
      return { msgId, outcome: sender.enqueue(callbackId, userid, plain) };
    },
    press(userid, taskId, buttonKey) {
      const card = chatOf(journal.state, userid).findLast((entry) => entry.taskId === taskId);
      if (!card || card.doneLabel !== undefined || card.isRecalled)
        throw new RangeError('no open card with this task id');
      if (!card.shown.buttons?.some((button) => button.key === buttonKey))
        throw new RangeError('the card has no such button');
      return sendEvent(userid, {
        Event: 'template_card_event',
        EventKey: buttonKey,
        TaskId: taskId,
        CardType: card.shown.cardType ?? 'button_interaction',
        ResponseCode: makeResponseCode(context, taskId),
        AgentID: Number(agentId),
      });
    },
    openApp: (userid) => sendEvent(userid, { Event: 'enter_agent', EventKey: '', AgentID: Number(agentId) }),
    confirmMassTask(ownerUserid, msgid) {
      const task = journal.state.tasks.get(msgid);
      if (task?.status !== 'waiting' || task.ownerUserid.toLowerCase() !== ownerUserid.toLowerCase()) {
        throw new RangeError('no task waits for this person');
      }
      const results = judgeTargets(context, task);
      journal.record({ type: 'task_confirmed', msgid, results });
      for (const { chatId, status } of results) {
        if (status !== 3) continue;
        const { text } = task.shown;
        journal.record({ type: 'swallowed', api: 'add_msg_template', target: chatId, reason: 'capped', text });
      }
    },
    paste(group, ownerUserid, text) {
      journal.record({
        type: 'group_got',
        groupKey: groupKeyOf(group),
        from: ownerUserid,
        shown: { type: 'text', text },
      });
    },
    setSubscription(parentUserid, isSubscribed) {
      journal.record({ type: 'subscription', parentUserid, isSubscribed });
      return sendEvent('sys', {
        Event: 'change_school_contact',
        ChangeType: isSubscribed ? 'subscribe' : 'unsubscribe',
        Id: parentUserid,
      });
    },
  };
}

/** 19 digits, beyond 2^53, so that a client which reads it as a number is found out (wecom.md §2). */
function newMsgId(nowMs: number): string {
  return `7${nowMs}${String(randomInt(100_000)).padStart(5, '0')}`;
}

/**
 * Everything the stand-in remembers is the sum of its events: `record` writes an event to the journal and applies it, a
 * restart applies the journal again. `applyEvent` is the only place that changes the state.
 *
 * A chat entry of a card: open → done (update_template_card) → never back. A recalled entry stays recalled.
 * A mass task: waiting → sent (its owner confirms) or cancelled (cancel_groupmsg_send); both are final.
 * A callback: waiting → accepted (answered 200) or lost (all repeats failed); both are final.
 */

export interface ShownButton {
  readonly key: string;
  readonly label: string;
  readonly style: 'primary' | 'danger' | 'plain';
}

/** What a phone shows of a message, whatever its type was. */
export interface ShownMessage {
  readonly type: string;
  /** Of a template card, e.g. `button_interaction`; a press repeats it. */
  readonly cardType?: string;
  readonly title?: string;
  readonly text: string;
  readonly links?: readonly { readonly label: string; readonly url: string }[];
  readonly buttons?: readonly ShownButton[];
  /** The server cut the text at its limit. */
  readonly isCut?: boolean;
}

export interface ChatEntry {
  readonly id: number;
  /** Domain time, ISO. */
  readonly at: string;
  readonly from: 'person' | 'app';
  shown: ShownMessage;
  readonly msgid: string;
  readonly taskId?: string;
  /** What the buttons of a card say after an update; undefined = still open. */
  doneLabel?: string;
  isRecalled: boolean;
  /** Of a person's entry: whether the product has taken the callback. */
  callback?: 'waiting' | 'accepted' | 'lost';
}

interface NoticeEntry {
  readonly id: number;
  readonly at: string;
  readonly parentUserid: string;
  readonly shown: ShownMessage;
}

export interface GroupEntry {
  readonly id: number;
  readonly at: string;
  readonly from: string;
  readonly shown: ShownMessage;
}

interface MassTaskTarget {
  readonly chatId: string;
  /** wecom.md §6.2: 0 not sent, 1 sent, 2 not a friend, 3 already got another mass message (the cap). */
  status: 0 | 1 | 2 | 3;
  sentAt?: string;
}

export interface MassTask {
  readonly msgid: string;
  readonly at: string;
  /** Real ms; decides how long the task counts as being dispatched (41063). */
  readonly madeAtMs: number;
  readonly ownerUserid: string;
  readonly shown: ShownMessage;
  readonly targets: MassTaskTarget[];
  status: 'waiting' | 'sent' | 'cancelled';
  readonly remindedAt: string[];
}

interface Swallowed {
  readonly id: number;
  readonly at: string;
  readonly api: string;
  readonly target: string;
  readonly reason: SwallowReason;
  readonly text: string;
}

type SwallowReason =
  | 'member_minute'
  | 'member_hour'
  | 'duplicate'
  | 'cut'
  | 'not_subscribed'
  | 'capped'
  | 'callback_lost'
  | 'bad_reply';

export interface PendingCallback {
  readonly callbackId: string;
  readonly userid: string;
  readonly plain: string;
  attempts: number;
}

export interface SandboxState {
  /** Grows with every change; the page asks only for what is newer. */
  revision: number;
  /** Grows when `subscriptions` or `guests` change. */
  peopleRevision: number;
  readonly chats: Map<string, ChatEntry[]>;
  readonly notices: NoticeEntry[];
  readonly groupEntries: Map<string, GroupEntry[]>;
  readonly tasks: Map<string, MassTask>;
  readonly swallowed: Swallowed[];
  readonly subscriptions: Map<string, boolean>;
  readonly guests: Set<string>;
  readonly removedRobots: Set<string>;
  readonly cappedChats: Set<string>;
  readonly cardTaskIds: Set<string>;
  readonly responseCodes: Map<string, { taskId: string; madeAt: string; isUsed: boolean }>;
  /** Hash of a request → real ms of its first acceptance (wecom.md §4, duplicate check). */
  readonly acceptedBodies: Map<string, number>;
  readonly callbacks: Map<string, PendingCallback>;
}

interface Stamp {
  readonly id: number;
  readonly at: string;
}

export type SandboxEvent = Stamp &
  (
    | { type: 'said'; userid: string; text: string; msgid: string; callbackId: string }
    | { type: 'told'; userid: string; shown: ShownMessage; msgid: string; taskId?: string }
    | { type: 'code_made'; code: string; taskId: string }
    | {
        type: 'card_updated';
        code: string;
        taskId: string;
        userids: readonly string[];
        doneLabel: string;
        shown?: ShownMessage;
      }
    | { type: 'recalled'; msgid: string }
    | { type: 'noticed'; parentUserids: readonly string[]; shown: ShownMessage }
    | { type: 'body_accepted'; hash: string; realMs: number }
    | { type: 'group_got'; groupKey: string; from: string; shown: ShownMessage }
    | {
        type: 'task_made';
        msgid: string;
        realMs: number;
        ownerUserid: string;
        chatIds: readonly string[];
        shown: ShownMessage;
      }
    | { type: 'task_confirmed'; msgid: string; results: readonly { chatId: string; status: 1 | 3 }[] }
    | { type: 'task_cancelled'; msgid: string }
    | { type: 'task_reminded'; msgid: string }
    | { type: 'swallowed'; api: string; target: string; reason: SwallowReason; text: string }
    | { type: 'subscription'; parentUserid: string; isSubscribed: boolean }
    | { type: 'robot'; key: string; isRemoved: boolean }
    | { type: 'chat_cap'; chatId: string; isCapped: boolean }
    | { type: 'callback_queued'; callbackId: string; userid: string; plain: string }
    | { type: 'callback_failed'; callbackId: string }
    | { type: 'callback_done'; callbackId: string; outcome: 'accepted' | 'lost' }
  );

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event before `record` gave it its number and its instant. */
export type NewEvent = DistributiveOmit<SandboxEvent, 'id' | 'at'>;

const KEPT_SWALLOWED = 300;

export function emptyState(): SandboxState {
  return {
    revision: 0,
    peopleRevision: 0,
    chats: new Map(),
    notices: [],
    groupEntries: new Map(),
    tasks: new Map(),
    swallowed: [],
    subscriptions: new Map(),
    guests: new Set(),
    removedRobots: new Set(),
    cappedChats: new Set(),
    cardTaskIds: new Set(),
    responseCodes: new Map(),
    acceptedBodies: new Map(),
    callbacks: new Map(),
  };
}

/** The key under which a group's messages are kept. */
export function groupKeyOf(group: { chatId: string | null; webhookKey: string | null; name: string }): string {
  if (group.chatId) return `chat:${group.chatId}`;
  if (group.webhookKey) return `robot:${group.webhookKey}`;
  return `plain:${group.name}`;
}

/** A person's chat with the app, oldest first; user ids without regard to case. */
export function chatOf(state: SandboxState, userid: string): readonly ChatEntry[] {
  return state.chats.get(userid.toLowerCase()) ?? [];
}

/** Changes `state` by one event. Events that refer to something unknown change nothing. */
export function applyEvent(state: SandboxState, event: SandboxEvent): void {
  state.revision += 1;
  const { id, at } = event;
  switch (event.type) {
    case 'said':
      pushTo(state.chats, event.userid.toLowerCase(), {
        id,
        at,
        from: 'person',
        shown: { type: 'text', text: event.text },
        msgid: event.callbackId,
        isRecalled: false,
        callback: 'waiting',
      });
      if (!state.guests.has(event.userid)) state.peopleRevision += 1;
      state.guests.add(event.userid);
      return;
    case 'told': {
      const entry: ChatEntry = { id, at, from: 'app', shown: event.shown, msgid: event.msgid, isRecalled: false };
      pushTo(state.chats, event.userid.toLowerCase(), event.taskId ? { ...entry, taskId: event.taskId } : entry);
      if (event.taskId) state.cardTaskIds.add(event.taskId);
      return;
    }
    case 'code_made':
      state.responseCodes.set(event.code, { taskId: event.taskId, madeAt: at, isUsed: false });
      return;
    case 'card_updated':
      updateCards(state, event);
      return;
    case 'recalled':
      for (const entry of allEntries(state)) if (entry.msgid === event.msgid) entry.isRecalled = true;
      return;
    case 'noticed':
      for (const parentUserid of event.parentUserids) state.notices.push({ id, at, parentUserid, shown: event.shown });
      return;
    case 'body_accepted':
      state.acceptedBodies.set(event.hash, event.realMs);
      return;
    case 'group_got':
      pushTo(state.groupEntries, event.groupKey, { id, at, from: event.from, shown: event.shown });
      return;
    case 'task_made':
      state.tasks.set(event.msgid, {
        msgid: event.msgid,
        at,
        madeAtMs: event.realMs,
        ownerUserid: event.ownerUserid,
        shown: event.shown,
        targets: event.chatIds.map((chatId) => ({ chatId, status: 0 })),
        status: 'waiting',
        remindedAt: [],
      });
      return;
    case 'task_confirmed':
      confirmTask(state, event);
      return;
    case 'task_cancelled': {
      const task = state.tasks.get(event.msgid);
      if (task?.status === 'waiting') task.status = 'cancelled';
      return;
    }
    case 'task_reminded':
      state.tasks.get(event.msgid)?.remindedAt.push(at);
      return;
    case 'swallowed':
      state.swallowed.push({ id, at, api: event.api, target: event.target, reason: event.reason, text: event.text });
      if (state.swallowed.length > KEPT_SWALLOWED) state.swallowed.shift();
      return;
    case 'subscription':
      state.subscriptions.set(event.parentUserid.toLowerCase(), event.isSubscribed);
      state.peopleRevision += 1;
      return;
    case 'robot':
      setMembership(state.removedRobots, event.key, event.isRemoved);
      return;
    case 'chat_cap':
      setMembership(state.cappedChats, event.chatId, event.isCapped);
      return;
    case 'callback_queued':
      state.callbacks.set(event.callbackId, {
        callbackId: event.callbackId,
        userid: event.userid,
        plain: event.plain,
        attempts: 0,
      });
      return;
    case 'callback_failed': {
      const callback = state.callbacks.get(event.callbackId);
      if (callback) callback.attempts += 1;
      return;
    }
    case 'callback_done':
      state.callbacks.delete(event.callbackId);
      for (const entry of allEntries(state)) {
        if (entry.from === 'person' && entry.msgid === event.callbackId) entry.callback = event.outcome;
      }
      return;
  }
}

function updateCards(state: SandboxState, event: Extract<SandboxEvent, { type: 'card_updated' }>): void {
  const code = state.responseCodes.get(event.code);
  if (code) code.isUsed = true;
  for (const userid of event.userids) {
    for (const entry of state.chats.get(userid.toLowerCase()) ?? []) {
      if (entry.taskId !== event.taskId) continue;
      if (event.shown) entry.shown = event.shown;
      else entry.doneLabel = event.doneLabel;
    }
  }
}

function confirmTask(state: SandboxState, event: Extract<SandboxEvent, { type: 'task_confirmed' }>): void {
  const task = state.tasks.get(event.msgid);
  if (task?.status !== 'waiting') return;
  task.status = 'sent';
  for (const { chatId, status } of event.results) {
    const target = task.targets.find((one) => one.chatId === chatId);
    if (!target) continue;
    target.status = status;
    if (status !== 1) continue;
    target.sentAt = event.at;
    pushTo(state.groupEntries, `chat:${chatId}`, {
      id: event.id,
      at: event.at,
      from: task.ownerUserid,
      shown: task.shown,
    });
  }
}

function* allEntries(state: SandboxState): Iterable<ChatEntry> {
  for (const chat of state.chats.values()) yield* chat;
}

function pushTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function setMembership(set: Set<string>, value: string, isIn: boolean): void {
  if (isIn) set.add(value);
  else set.delete(value);
}

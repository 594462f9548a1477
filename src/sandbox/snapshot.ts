import type { CallbackStatus } from './callback-sender.ts';
import { type People, STRANGER } from './directory.ts';
import { type FaultSnapshot, MODES } from './server/faults.ts';
import { chatOf, type GroupEntry, groupKeyOf, type MassTask, type SandboxState } from './state.ts';

const SHOWN_CHAT = 200;
const SHOWN_ON_A_PHONE = 30;
const SHOWN_SWALLOWED = 60;

export interface SnapshotParts {
  readonly state: SandboxState;
  readonly people: People;
  readonly as: string;
  readonly now: Date;
  readonly canMoveClock: boolean;
  readonly callback: CallbackStatus;
  readonly faults: FaultSnapshot;
  readonly calls: readonly CallLogEntry[];
}

/** One call of the product to the server API, for the page's log; kept in memory only. */
export interface CallLogEntry {
  readonly at: string;
  readonly api: string;
  readonly outcome: string;
}

/** Everything that the page shows at one moment, for one chosen person. */
export function takeSnapshot(parts: SnapshotParts) {
  const { state, people, as } = parts;
  const nameOf = (userid: string) => people.findMember(userid)?.name ?? userid;
  const noticesOf = groupNotices(state);
  return {
    now: parts.now.toISOString(),
    canMoveClock: parts.canMoveClock,
    callback: parts.callback,
    faults: parts.faults,
    modeChoices: MODES,
    calls: parts.calls,
    // A guest is a person of the roster's outside; of these only the stranger and those who already wrote are shown.
    members: people.members.map((member) => ({ ...member, isStranger: member.userid === STRANGER.userid })),
    as,
    chat: chatOf(state, as).slice(-SHOWN_CHAT),
    parents: people.parents.map(({ mobile: _, ...parent }) => ({
      ...parent,
      notices: (noticesOf.get(parent.parentUserid.toLowerCase()) ?? []).slice(-SHOWN_ON_A_PHONE),
    })),
    groups: people.groups.map((group) => ({
      key: groupKeyOf(group),
      kind: group.kind,
      name: group.name,
      chatId: group.chatId,
      webhookKey: group.webhookKey,
      ownerUserid: group.ownerUserid,
      ownerName: nameOf(group.ownerUserid),
      isRemoved: group.webhookKey !== null && state.removedRobots.has(group.webhookKey),
      isCapped: group.chatId !== null && state.cappedChats.has(group.chatId),
      entries: entriesOf(state, groupKeyOf(group)).map((entry) => ({ ...entry, fromName: nameOf(entry.from) })),
      tasks: group.chatId === null ? [] : tasksOf(state, group.chatId),
    })),
    swallowed: state.swallowed
      .slice(-SHOWN_SWALLOWED)
      .reverse()
      .map((one) => ({
        ...one,
        target: one.target
          .split('、')
          .map((id) => nameTarget(people, id))
          .join('、'),
      })),
  };
}

/** A member, a parent or a group by the name that a person knows. */
function nameTarget(people: People, id: string): string {
  const parent = people.findParent(id);
  if (parent) return `${parent.studentName}${parent.relation}`;
  return people.findMember(id)?.name ?? people.findCustomerGroup(id)?.name ?? id;
}

function groupNotices(state: SandboxState): Map<string, SandboxState['notices']> {
  const byParent = new Map<string, SandboxState['notices']>();
  for (const notice of state.notices) {
    const key = notice.parentUserid.toLowerCase();
    const list = byParent.get(key);
    if (list) list.push(notice);
    else byParent.set(key, [notice]);
  }
  return byParent;
}

function entriesOf(state: SandboxState, key: string): readonly GroupEntry[] {
  return (state.groupEntries.get(key) ?? []).slice(-SHOWN_ON_A_PHONE);
}

/** Tasks that touch this group and are not simply sent (those show as messages). */
function tasksOf(state: SandboxState, chatId: string) {
  const isOpen = (task: MassTask) =>
    task.targets.some((target) => target.chatId === chatId && (task.status !== 'sent' || target.status === 3));
  return [...state.tasks.values()].filter(isOpen).map((task) => ({
    msgid: task.msgid,
    at: task.at,
    ownerUserid: task.ownerUserid,
    text: task.shown.text,
    status: task.status === 'sent' ? 'capped' : task.status,
    groupCount: task.targets.length,
    reminders: task.remindedAt.length,
  }));
}

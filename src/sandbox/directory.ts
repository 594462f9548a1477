/** Who exists, as the roster says; handed in by main so that this folder imports nothing of the product. */

export interface SandboxMember {
  readonly userid: string;
  readonly name: string;
  readonly role: string;
  readonly classNames: readonly string[];
}

interface SandboxParent {
  readonly parentUserid: string;
  readonly name: string;
  readonly relation: string;
  readonly studentName: string;
  /** Taken for the student's id in the school directory. */
  readonly studentNo?: string;
  /** The parent's own, as registered with 家校沟通. */
  readonly mobile?: string;
  readonly className: string;
  readonly isSubscribed: boolean;
}

type SandboxGroupKind = 'customer_group' | 'robot_group' | 'plain_wechat' | 'plain_qq';

interface SandboxGroup {
  readonly chatId: string | null;
  readonly webhookKey: string | null;
  readonly name: string;
  readonly ownerUserid: string;
  readonly kind: SandboxGroupKind;
}

export interface SandboxPeople {
  readonly members: readonly SandboxMember[];
  readonly parents: readonly SandboxParent[];
  readonly groups: readonly SandboxGroup[];
}

export interface SandboxDirectory {
  listPeople(): Promise<SandboxPeople>;
}

/** Somebody inside the app's visible range whom the roster does not know: the product must refuse this person kindly. */
export const STRANGER: SandboxMember = { userid: 'ChenMoSheng', name: '陈陌生', role: '没登记的人', classNames: [] };

/** The roster of one moment, with the look-ups that the server needs. */
export interface People extends SandboxPeople {
  /** User ids are compared without regard to case (wecom.md §5.2, §11). */
  findMember(userid: string): SandboxMember | undefined;
  findParent(parentUserid: string): SandboxParent | undefined;
  /** Chat ids and keys are compared exactly (wecom.md §11). */
  findCustomerGroup(chatId: string): SandboxGroup | undefined;
  findRobotGroup(key: string): SandboxGroup | undefined;
}

export interface PeopleReader {
  /** The roster, at most `maxAgeMs` old; the last known one when the directory does not answer. */
  read(maxAgeMs: number): Promise<People>;
}

interface Overlay {
  readonly peopleRevision: number;
  readonly subscriptions: ReadonlyMap<string, boolean>;
  readonly guests: ReadonlySet<string>;
}

/** Reads the directory with a short memory and lays the page's own changes over it (subscriptions, guests). */
export function createPeopleReader(directory: SandboxDirectory, overlay: Overlay, now: () => number): PeopleReader {
  let known: SandboxPeople = { members: [], parents: [], groups: [] };
  let readAt = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | undefined;
  // Indexing ten thousand parents at every call would be felt: kept until the roster or the overlay changes.
  let indexed: { known: SandboxPeople; revision: number; people: People } | undefined;

  async function refresh(): Promise<void> {
    try {
      known = await directory.listPeople();
      readAt = now();
    } catch {
      // The product's database is away. The real WeCom would not notice, so we go on with what we knew.
    } finally {
      pending = undefined;
    }
  }

  return {
    async read(maxAgeMs) {
      if (now() - readAt > maxAgeMs) {
        pending ??= refresh();
        await pending;
      }
      if (indexed?.known !== known || indexed.revision !== overlay.peopleRevision) {
        indexed = { known, revision: overlay.peopleRevision, people: index(known, overlay) };
      }
      return indexed.people;
    },
  };
}

function index(known: SandboxPeople, overlay: Overlay): People {
  const members = [...known.members];
  const taken = new Set(members.map((member) => member.userid.toLowerCase()));
  const addGuest = (guest: SandboxMember) => {
    if (taken.has(guest.userid.toLowerCase())) return;
    taken.add(guest.userid.toLowerCase());
    members.push(guest);
  };
  addGuest(STRANGER);
  for (const userid of overlay.guests) addGuest({ userid, name: userid, role: STRANGER.role, classNames: [] });
  const parents = known.parents.map((parent) => {
    const isSubscribed = overlay.subscriptions.get(parent.parentUserid.toLowerCase());
    return isSubscribed === undefined ? parent : { ...parent, isSubscribed };
  });
  const membersById = new Map(members.map((member) => [member.userid.toLowerCase(), member]));
  const parentsById = new Map(parents.map((parent) => [parent.parentUserid.toLowerCase(), parent]));
  return {
    members,
    parents,
    groups: known.groups,
    findMember: (userid) => membersById.get(userid.toLowerCase()),
    findParent: (parentUserid) => parentsById.get(parentUserid.toLowerCase()),
    findCustomerGroup: (chatId) => known.groups.find((group) => group.chatId === chatId && chatId !== ''),
    findRobotGroup: (key) => known.groups.find((group) => group.webhookKey === key && key !== ''),
  };
}

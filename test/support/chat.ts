import { storeInbound } from '../../src/callback/inbound.store.ts';
import { createInboundWork, type InboundWork, laneKeyOf } from '../../src/callback/index.ts';
import { type CommandSpec, createDispatcher, type MemberMessageContent } from '../../src/command/index.ts';
import type { Queryable } from '../../src/db/index.ts';
import { understandLine } from '../../src/language/index.ts';
import type { CardButton, InboundEvent, MemberCard } from '../../src/platform/port.ts';
import type { WakeQueue } from '../../src/queue/index.ts';
import { createSenderDirectory } from '../../src/roster/index.ts';
import { ShiftableClock } from '../../src/shared/clock.ts';
import { randomIds } from '../../src/shared/ids.ts';

/** What a person sees after a line: texts and cards, in order. */
export interface Seen {
  readonly texts: readonly string[];
  readonly cards: readonly MemberCard[];
  readonly updates: readonly string[];
  /** Everything written, joined. */
  readonly all: string;
}

export interface Chat {
  readonly clock: ShiftableClock;
  readonly work: InboundWork;
  readonly wakes: string[];
  readonly dispatcher: ReturnType<typeof createDispatcher>;
  /** Types a line and works it off. */
  say(text: string): Promise<Seen>;
  /** Presses the button with this label on the newest card that has it. */
  press(label: string): Promise<Seen>;
  /** Presses this button of this card, however old. */
  pressOn(card: MemberCard, label: string): Promise<Seen>;
  /** Stores an event without working it off. */
  store(event: Partial<InboundEvent> & Pick<InboundEvent, 'kind'>): Promise<string>;
  /** Works off the lane until nothing is due. */
  settle(laneKey: string): Promise<void>;
  cards(): Promise<MemberCard[]>;
}

export interface ChatOptions {
  readonly db: Queryable;
  readonly userId: string;
  readonly specs: readonly CommandSpec[];
  readonly startAt?: string;
  /** Default Asia/Shanghai. */
  readonly timeZone?: string;
  readonly understand?: typeof understandLine;
  readonly keepRefusal?: Parameters<typeof createDispatcher>[0]['keepRefusal'];
  readonly takeBack?: Parameters<typeof createDispatcher>[0]['takeBack'];
  readonly onGuardianSubscription?: Parameters<typeof createInboundWork>[0]['onGuardianSubscription'];
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ACCOUNT = 'corp/1';
let serial = 0;

/** One person's chat with the bot: stored events, the real reading, the real roster, no platform. */
export function openChat({
  db,
  userId,
  specs,
  startAt,
  onGuardianSubscription,
  keepRefusal,
  takeBack,
  understand = understandLine,
  timeZone = 'Asia/Shanghai',
}: ChatOptions): Chat {
  const clock = new ShiftableClock();
  // A second later: the machine's own clock may be set back by some milliseconds while a test runs, across the minute.
  clock.moveTo(new Date(Date.parse(startAt ?? '2026-10-14T10:00:00+08:00') + 1_000));
  const wakes: string[] = [];
  const wake: WakeQueue = { wake: (queue, laneKeys) => void wakes.push(...laneKeys.map((key) => `${queue}/${key}`)) };
  const directory = createSenderDirectory({ adminUserIds: [], ids: randomIds });
  const dispatcher = createDispatcher({
    specs,
    directory,
    understand,
    ...(keepRefusal ? { keepRefusal } : {}),
    ...(takeBack ? { takeBack } : {}),
    ids: randomIds,
    clock,
    timeZone,
  });
  const work = createInboundWork({
    db,
    wake,
    dispatcher,
    clock,
    logger: silent,
    timeZone,
    onGuardianSubscription: onGuardianSubscription ?? (async () => undefined),
  });

  const store: Chat['store'] = async (event) => {
    serial += 1;
    const base = {
      platform: 'wecom',
      account: ACCOUNT,
      senderId: userId,
      sentAt: clock.now(),
      dedupeKey: `test-${process.pid}-${serial}-${Date.now()}`,
    };
    const whole = { ...base, ...event } as InboundEvent;
    await storeInbound(db, [{ events: [whole], plain: '<xml/>' }]);
    return laneKeyOf(whole);
  };
  const settle: Chat['settle'] = async (laneKey) => {
    while ((await work.advance({ laneKey })).more);
  };
  const listSince = async (seq: string): Promise<{ seq: string; kind: string; content: unknown }[]> =>
    db
      .selectFrom('memberMessages')
      .select(['seq', 'kind', 'content'])
      .where('memberId', '=', userId)
      .where('seq', '>', seq)
      .orderBy('seq')
      .execute();
  const lastSeq = async (): Promise<string> => (await listSince('0')).at(-1)?.seq ?? '0';
  const exchange = async (event: Parameters<Chat['store']>[0]): Promise<Seen> => {
    const before = await lastSeq();
    await settle(await store(event));
    return toSeen(await listSince(before));
  };
  const cards = async (): Promise<MemberCard[]> => [...toSeen(await listSince('0')).cards];
  const pressOn: Chat['pressOn'] = (card, label) => exchange(toPress(card, label));

  return {
    clock,
    work,
    wakes,
    dispatcher,
    store,
    settle,
    cards,
    pressOn,
    say: (text) => exchange({ kind: 'text', text }),
    press: async (label) => {
      const card = (await cards()).reverse().find(({ buttons }) => buttons.some((button) => button.label === label));
      if (!card) throw new Error(`no card has a button ${label}`);
      return pressOn(card, label);
    },
  };
}

function toPress(card: MemberCard, label: string): Parameters<Chat['store']>[0] {
  const button = card.buttons.find((one: CardButton) => one.label === label);
  if (!button) throw new Error(`this card has no button ${label}`);
  serial += 1;
  return { kind: 'button', buttonKey: button.key, taskId: card.taskId, responseCode: `code-${serial}` };
}

function toSeen(rows: readonly { kind: string; content: unknown }[]): Seen {
  const contents = rows.map(({ kind, content }) => ({ kind, content: content as MemberMessageContent }));
  const texts = contents.flatMap(({ content }) => ('text' in content ? [content.text] : []));
  const cards = contents.flatMap(({ content }) => ('card' in content ? [content.card] : []));
  const updates = contents.flatMap(({ content }) => ('doneLabel' in content ? [content.doneLabel] : []));
  const all = contents
    .flatMap(({ content }) =>
      'card' in content ? [content.card.title, content.card.text] : 'text' in content ? [content.text] : [],
    )
    .join('\n');
  return { texts, cards, updates, all };
}

export interface Family {
  readonly studentId: string;
  readonly studentNo: string;
}

/** A counsellor 陈静 (user id ChenJing) with two classes; students get guardians `relation:name`, `!` = not to be contacted. */
export async function seedChatCollege(
  db: Queryable,
  families: readonly { name: string; className?: string; guardians?: readonly string[] }[],
): Promise<{ staffId: string; otherStaffId: string; students: Record<string, Family> }> {
  const [collegeId, staffId, otherStaffId] = [randomIds.uuid(), randomIds.uuid(), randomIds.uuid()];
  await db.insertInto('colleges').values({ collegeId, name: '旅游学院' }).execute();
  await db
    .insertInto('staff')
    .values([
      { staffId, staffNo: 'T001', name: '陈静', role: 'counsellor', collegeId, wecomUserId: 'ChenJing' },
      { staffId: otherStaffId, staffNo: 'T002', name: '李军', role: 'counsellor', collegeId, wecomUserId: 'LiJun' },
      { staffId: randomIds.uuid(), staffNo: 'T003', name: '周敏', role: 'admin', wecomUserId: 'ZhouMin' },
    ])
    .execute();
  const classIds = new Map<string, string>();
  for (const [name, counsellorId] of [
    ['22旅管3班', staffId],
    ['22旅管4班', staffId],
    ['22酒管1班', otherStaffId],
  ] as const) {
    const classId = randomIds.uuid();
    classIds.set(name, classId);
    await db.insertInto('classes').values({ classId, name, collegeId, counsellorId }).execute();
  }
  const students: Record<string, Family> = {};
  for (const [index, family] of families.entries()) {
    const className = family.className ?? '22旅管3班';
    const studentId = randomIds.uuid();
    const studentNo = `2022030${String(101 + index)}`;
    students[`${className} ${family.name}`] = { studentId, studentNo };
    students[family.name] ??= { studentId, studentNo };
    await db
      .insertInto('students')
      .values({ studentId, studentNo, name: family.name, classId: classIds.get(className) ?? '' })
      .execute();
    for (const [order, guardian] of (family.guardians ?? []).entries()) {
      const [relation = '', name = ''] = guardian.replace('!', '').split(':');
      await db
        .insertInto('guardians')
        .values({
          guardianId: randomIds.uuid(),
          studentId,
          name,
          relation,
          contactOrder: order + 1,
          phone: `1380000${String(1000 + index * 10 + order)}`,
          doNotContactReason: guardian.startsWith('!') ? '家暴' : null,
        })
        .execute();
    }
  }
  return { staffId, otherStaffId, students };
}

import { cpus, loadavg } from 'node:os';
import type { takeSnapshot } from '../../src/sandbox/snapshot.ts';
import { eventually } from './eventually.ts';

type Snapshot = ReturnType<typeof takeSnapshot>;
type Entry = Snapshot['chat'][number];

/** What the app answered to one line or press. */
interface Answer {
  /** Titles and texts of everything that the app said since, in order. */
  readonly text: string;
  readonly buttons: readonly string[];
  /** From the line until the expected words stood on the page, ms. */
  readonly ms: number;
}

/** One person at the sandbox's page, through the API behind it. */
export interface Person {
  /** Types a line and waits until the app has answered with all of `expected`. Fails with what it said instead. */
  say(line: string, ...expected: readonly string[]): Promise<Answer>;
  /** Presses the button with this label on the open card that answers the last line. */
  press(label: string, ...expected: readonly string[]): Promise<Answer>;
  /** Presses it twice at once, before the card can be updated. */
  pressTwice(label: string, ...expected: readonly string[]): Promise<Answer>;
}

export interface SandboxClient {
  person(userid: string): Person;
  state(as?: string): Promise<Snapshot>;
  post(path: string, body: object): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Texts on the phone of a student's parent, oldest first. */
  phone(studentName: string, relation: string): Promise<readonly string[]>;
  /** Texts in a group, oldest first. */
  group(name: string): Promise<readonly string[]>;
  /** Moves the clock to the next time that the wall clock shows this, e.g. `08:05`. */
  moveClockTo(time: string): Promise<void>;
  /** Taps "send" on the newest waiting mass task of a group, as its owner would. */
  confirmMassTask(groupName: string): Promise<void>;
}

const ANSWER_WITHIN_MS = 40_000;

export function createSandboxClient(productUrl: string): SandboxClient {
  const base = `${productUrl}/sandbox/api`;
  const state = async (as = ''): Promise<Snapshot> => {
    const answer = await fetch(`${base}/state?as=${encodeURIComponent(as)}`);
    if (!answer.ok) throw new Error(`state ${answer.status}`);
    return (await answer.json()) as Snapshot;
  };
  const post: SandboxClient['post'] = async (path, body) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${base}/${path}`, init);
    return { status: answer.status, body: await answer.json().catch(() => undefined) };
  };
  const must = async (path: string, body: object): Promise<void> => {
    const { status } = await post(path, body);
    if (status !== 200) throw new Error(`${path}: ${status}`);
  };
  const groupOf = async (name: string) => {
    const group = (await state()).groups.find((one) => one.name === name);
    if (!group) throw new Error(`no group ${name}`);
    return group;
  };

  const person = (userid: string): Person => {
    const told = async (afterId: number): Promise<Entry[]> =>
      (await state(userid)).chat.filter((entry) => entry.from === 'app' && entry.id > afterId);
    const act = async (afterId: number, begin: () => Promise<void>, expected: readonly string[]): Promise<Answer> => {
      const startedAt = performance.now();
      await begin();
      return eventually(
        async () => {
          const entries = await told(afterId);
          const text = entries.map(wordsOf).join('\n');
          const missing = entries.length === 0 ? ['any answer'] : expected.filter((words) => !text.includes(words));
          if (missing.length > 0) throw new Error(`${userid} waits for ${missing.join(' / ')}; so far:\n${text}`);
          const buttons = entries.flatMap(({ shown }) => (shown.buttons ?? []).map(({ label }) => label));
          return { text, buttons, ms: Math.round(performance.now() - startedAt) };
        },
        ANSWER_WITHIN_MS,
        25,
      );
    };
    // A long preview comes as a text, and its card right after.
    const find = (label: string) => eventually(() => findNow(label), ANSWER_WITHIN_MS, 25);
    const findNow = async (label: string) => {
      const { chat } = await state(userid);
      const lineId = chat.findLast(({ from }) => from === 'person')?.id ?? 0;
      const card = chat.findLast(
        ({ id, doneLabel, shown }) =>
          id > lineId && doneLabel === undefined && shown.buttons?.some((button) => button.label === label),
      );
      const key = card?.shown.buttons?.find((button) => button.label === label)?.key;
      if (!card?.taskId || key === undefined) throw new Error(`no open card with the button ${label}`);
      return { lastId: chat.at(-1)?.id ?? 0, body: { userid, taskId: card.taskId, buttonKey: key } };
    };
    return {
      say: async (line, ...expected) => {
        const lastId = (await state(userid)).chat.at(-1)?.id ?? 0;
        return act(lastId, () => must('say', { userid, text: line }), expected);
      },
      press: async (label, ...expected) => {
        const { lastId, body } = await find(label);
        return act(lastId, () => must('press', body), expected);
      },
      pressTwice: async (label, ...expected) => {
        const { lastId, body } = await find(label);
        const both = async (): Promise<void> => {
          await Promise.all([must('press', body), must('press', body)]);
        };
        return act(lastId, both, expected);
      },
    };
  };

  return {
    person,
    state,
    post,
    phone: async (studentName, relation) => {
      const parent = (await state()).parents.find(
        (one) => one.studentName === studentName && one.relation === relation,
      );
      if (!parent) throw new Error(`no phone of ${studentName}${relation}`);
      return parent.notices.map(({ shown }) => shown.text);
    },
    group: async (name) => (await groupOf(name)).entries.map(({ shown }) => shown.text),
    moveClockTo: async (time) => must('clock', { kind: 'next', time }),
    confirmMassTask: async (groupName) => {
      const task = await eventually(async () => {
        const waiting = (await groupOf(groupName)).tasks.findLast(({ status }) => status === 'waiting');
        if (!waiting) throw new Error(`no task waits for ${groupName}`);
        return waiting;
      });
      await must('confirm', { userid: task.ownerUserid, msgid: task.msgid });
    },
  };
}

function wordsOf({ shown }: Entry): string {
  const title = shown.title !== undefined && !shown.text.startsWith(shown.title) ? `${shown.title}\n` : '';
  return `${title}${shown.text}`;
}

/**
 * A limit that holds on an idle machine of two cores, stretched because this one runs other tests as well: twice, and more
 * under load (`E2E_SLACK` overrides the factor).
 */
export function limitMs(ms: number): number {
  const given = Number(process.env.E2E_SLACK);
  const factor = given > 0 ? given : Math.max(2, 1 + (loadavg()[0] ?? 1) / Math.max(1, cpus().length));
  return ms * factor;
}

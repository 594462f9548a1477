import { z } from 'zod';

/** Troubles that befall the next N calls (or callbacks). `api` narrows a call trouble to one path, e.g. `message/send`. */
const COUNTED_FAULTS = [
  'token_expired',
  'rate_limited',
  'busy',
  'timeout_before',
  'timeout_after',
  'bad_gateway',
  'callback_lost',
  'callback_answer_lost',
  'callback_late',
] as const;
/** Troubles that last until they are switched off. */
const SWITCHES = [
  'wrong_secret',
  'ip_refused',
  'callback_duplicates',
  'school_notice_refused',
  'school_directory_refused',
  'mass_send_refused',
] as const;
/** Where the sources leave the real behaviour open (wecom.md §13 "mode"); the first value is the default. */
export const MODES = {
  over_length: ['cut', 'error'],
  unsubscribed: ['listed', 'silent'],
  expired_code: ['42001', '40014'],
  redelivery: ['fresh', 'same'],
  mass_cap: ['month', 'week', 'day', 'month4'],
} as const;

type CountedFault = (typeof COUNTED_FAULTS)[number];
type FaultSwitch = (typeof SWITCHES)[number];
export type ModeName = keyof typeof MODES;

export const faultChangeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(COUNTED_FAULTS),
    calls: z.number().int().min(0).max(10_000),
    api: z.string().max(100).optional(),
  }),
  z.object({ kind: z.enum(SWITCHES), isOn: z.boolean() }),
  z.object({
    kind: z.literal('mode'),
    name: z.enum(Object.keys(MODES) as [ModeName, ...ModeName[]]),
    value: z.string(),
  }),
  z.object({ kind: z.literal('parent_unsubscribed'), parentUserid: z.string(), isOn: z.boolean() }),
  z.object({ kind: z.literal('robot_removed'), key: z.string(), isOn: z.boolean() }),
  z.object({ kind: z.literal('group_capped'), chatId: z.string(), isOn: z.boolean() }),
  z.object({ kind: z.literal('tokens_invalidated') }),
]);
export type FaultChange = z.infer<typeof faultChangeSchema>;

export interface FaultBoard {
  /** True when this fault strikes the present call; uses up one of its calls. */
  strikes(kind: CountedFault, api?: string): boolean;
  isOn(name: FaultSwitch): boolean;
  mode<Name extends ModeName>(name: Name): (typeof MODES)[Name][number];
  setCounted(kind: CountedFault, calls: number, api?: string): void;
  setSwitch(name: FaultSwitch, isOn: boolean): void;
  /** False when the mode has no such value. */
  setMode(name: ModeName, value: string): boolean;
  snapshot(): FaultSnapshot;
}

export interface FaultSnapshot {
  readonly counted: Readonly<Record<CountedFault, { readonly calls: number; readonly api?: string }>>;
  readonly switches: Readonly<Record<FaultSwitch, boolean>>;
  readonly modes: Readonly<Record<ModeName, string>>;
}

/** All troubles off, all modes at their defaults. Faults are not journaled: a restart ends them. */
export function createFaultBoard(onChange: () => void): FaultBoard {
  const counted = new Map<CountedFault, { calls: number; api?: string }>();
  const switches = new Set<FaultSwitch>();
  const modes = new Map<ModeName, string>();
  return {
    strikes(kind, api) {
      const fault = counted.get(kind);
      if (!fault || fault.calls < 1 || (fault.api && fault.api !== api)) return false;
      fault.calls -= 1;
      onChange();
      return true;
    },
    isOn: (name) => switches.has(name),
    mode: (name) => (modes.get(name) ?? MODES[name][0]) as never,
    setCounted(kind, calls, api) {
      counted.set(kind, api ? { calls, api } : { calls });
      onChange();
    },
    setSwitch(name, isOn) {
      if (isOn) switches.add(name);
      else switches.delete(name);
      onChange();
    },
    setMode(name, value) {
      if (!(MODES[name] as readonly string[]).includes(value)) return false;
      modes.set(name, value);
      onChange();
      return true;
    },
    snapshot: () => ({
      counted: Object.fromEntries(
        COUNTED_FAULTS.map((kind) => [kind, { calls: 0, ...counted.get(kind) }]),
      ) as FaultSnapshot['counted'],
      switches: Object.fromEntries(SWITCHES.map((name) => [name, switches.has(name)])) as FaultSnapshot['switches'],
      modes: Object.fromEntries(
        (Object.keys(MODES) as ModeName[]).map((name) => [name, modes.get(name) ?? MODES[name][0]]),
      ) as FaultSnapshot['modes'],
    }),
  };
}

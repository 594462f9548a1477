import type { ChatPlatform, MassTaskReceipt, Outbound, ReceiptsResult, SendResult } from '../../src/platform/port.ts';

export interface SentCall {
  readonly outbound: Outbound;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** A platform whose server is played by the test: what it answers, how long it takes, and everything it was asked. */
export interface ScriptedPlatform extends ChatPlatform {
  readonly calls: SentCall[];
  /** Tasks that it was asked about, in order. */
  readonly looks: string[];
  /** Answers a look instead of `receipts`, unless undefined. */
  answerLook: (taskRef: string) => ReceiptsResult | undefined;
  /** How many calls ran at the same moment at most. */
  mostParallel(): number;
  /** Answers instead of `accepted`; may wait. */
  answer: (outbound: Outbound) => SendResult | Promise<SendResult>;
  /** Receipts by task ref. */
  readonly receipts: Map<string, readonly MassTaskReceipt[]>;
}

export const ACCEPTED: SendResult = { outcome: 'accepted', refused: [] };

export function createScriptedPlatform(duplicateCheckMs = 4 * 3_600_000): ScriptedPlatform {
  let running = 0;
  let most = 0;
  let tasks = 0;
  const platform: ScriptedPlatform = {
    name: 'wecom',
    account: 'corp/1',
    capabilities: {
      maxMemberTextBytes: 2_048,
      maxSchoolNoticeBytes: 2_048,
      maxGroupTextBytes: 4_000,
      maxRobotTextBytes: 2_048,
      duplicateCheckMs: {
        member_text: duplicateCheckMs,
        member_card: duplicateCheckMs,
        school_notice: duplicateCheckMs,
        card_update: 0,
        mass_task: 0,
        mass_task_remind: 0,
        mass_task_cancel: 0,
        robot_text: 0,
      },
    },
    calls: [],
    looks: [],
    answerLook: () => undefined,
    receipts: new Map(),
    mostParallel: () => most,
    answer: (outbound) => {
      if (outbound.kind !== 'mass_task') return ACCEPTED;
      tasks += 1;
      return { outcome: 'accepted', ref: `task-${tasks}`, refused: [] };
    },
    async send(outbound) {
      const startedAt = Date.now();
      running += 1;
      most = Math.max(most, running);
      try {
        return await platform.answer(outbound);
      } finally {
        running -= 1;
        platform.calls.push({ outbound, startedAt, endedAt: Date.now() });
      }
    },
    async fetchReceipts({ taskRef }) {
      platform.looks.push(taskRef);
      return platform.answerLook(taskRef) ?? { outcome: 'ok', receipts: platform.receipts.get(taskRef) ?? [] };
    },
    readDirectory: null,
    verifyCallback: () => {
      throw new Error('no callbacks here');
    },
    parseCallback: () => [],
    diagnose: async () => [],
  };
  return platform;
}

import type { CommandSpec } from '../command/index.ts';
import { runAmend } from './amend/amend.ts';
import { runUndo } from './amend/undo.ts';
import { dueListCommand } from './due/due-list.ts';
import { runProgress } from './due/progress.ts';
import { emergencyCommand } from './emergency/emergency.commands.ts';
import { answerContactQuestion, pressContactButton } from './record/contact-answers.ts';
import { runRecord } from './record/record.ts';
import { taskCommand } from './task/task.commands.ts';
import { contactTexts as texts } from './texts.zh.ts';

const shared = { action: 'record_contact', answer: answerContactQuestion, press: pressContactButton } as const;

/** Record, amend, undo, due list, progress, reminders, emergencies. */
export const contactCommands: readonly CommandSpec[] = [
  {
    ...shared,
    name: 'record_contact',
    intents: ['record', 'attempt'],
    summary: texts.recordSummary,
    examples: [
      '张三妈妈电话打了，说家里都好，孩子最近老熬夜打游戏',
      '昨晚8点多给王五家长打电话没人接',
      '张三李四王五家长都电话联系过了 都表示知道了',
      '家访 张三 爷爷奶奶在家 父母务工',
    ],
    run: runRecord,
  },
  {
    ...shared,
    name: 'amend_contact',
    intents: ['amend'],
    summary: texts.amendSummary,
    examples: ['改成微信', '不是他妈是他姑', '时间记错了是昨天', '把张三的那条改成微信'],
    run: runAmend,
  },
  {
    ...shared,
    name: 'undo_contact',
    intents: ['undo'],
    summary: texts.undoSummary,
    examples: ['撤', '撤回刚那条', '撤回张三那条，因为记错人了'],
    run: runUndo,
  },
  dueListCommand,
  {
    name: 'show_progress',
    intents: ['progress'],
    action: 'record_contact',
    summary: texts.progressSummary,
    examples: ['我这学期联系了多少了', '进度'],
    run: runProgress,
  },
  taskCommand,
  emergencyCommand,
];

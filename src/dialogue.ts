import { termOf, toDay } from './calendar/index.ts';
import { type CommandSpec, createDispatcher, type Dispatcher } from './command/index.ts';
import { contactCommands, describeLastContacts } from './contact/index.ts';
import type { Core } from './core.ts';
import { createDeliveryCommands, findFailureRemarks } from './delivery/index.ts';
import { createLinkCommands } from './family/index.ts';
import { understandLine } from './language/index.ts';
import { createNoticeCommands, keepRefusedLine, type NoticeDependencies, takeBackOwn } from './notice/index.ts';
import { createRosterCommands, createSenderDirectory } from './roster/index.ts';
import { randomIds } from './shared/ids.ts';

/** All that a person can say to the bot: the commands of every feature behind one dispatcher. */
export function createDialogue(core: Core, notices: NoticeDependencies): Dispatcher {
  const { config, clock } = core;
  return createDispatcher({
    specs: listCommands(notices),
    directory: createSenderDirectory({ adminUserIds: config.adminUserIds, ids: randomIds }),
    understand: createUnderstanding(config.timeZone),
    keepRefusal: keepRefusedLine,
    takeBack: (context) => takeBackOwn(context, config),
    ids: randomIds,
    clock,
    timeZone: config.timeZone,
  });
}

/** How every line is read, in the chat and by `explain`: on the college's clock, in the term of its day. */
export function createUnderstanding(timeZone: string): typeof understandLine {
  return (line, context) => understandLine(line, { ...context, timeZone, term: termOf(toDay(context.now, timeZone)) });
}

/** The commands of every feature, in the order in which help shows them. */
export function listCommands(notices: NoticeDependencies): CommandSpec[] {
  return [
    ...contactCommands,
    ...createRosterCommands({
      findRemarks: (db, student) => findFailureRemarks(db, { ...student, timeZone: notices.timeZone }),
      findRecords: (db, student) => describeLastContacts(db, { ...student, timeZone: notices.timeZone }),
    }),
    ...createNoticeCommands(notices),
    ...createDeliveryCommands(notices),
    ...createLinkCommands(notices.timeZone),
  ];
}

import type { CommandSpec } from '../command/index.ts';
import { createLookUpCommand, type FindRemarks } from './look-up.commands.ts';

/** The commands of this folder; `findRemarks` tells what others know about a family's numbers. */
export function createRosterCommands(findRemarks?: FindRemarks): CommandSpec[] {
  return [createLookUpCommand(findRemarks)];
}

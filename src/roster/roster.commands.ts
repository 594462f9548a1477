import type { CommandSpec } from '../command/index.ts';
import { createLookUpCommand } from './look-up.commands.ts';

/** The commands of this folder. */
export function createRosterCommands(): CommandSpec[] {
  return [createLookUpCommand()];
}

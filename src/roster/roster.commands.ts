import type { CommandSpec } from '../command/index.ts';
import { createLookUpCommand, type FamilySources } from './look-up.commands.ts';

/** The commands of this folder; `sources` tell what others know about a family: its numbers, the last contacts. */
export function createRosterCommands(sources?: FamilySources): CommandSpec[] {
  return [createLookUpCommand(sources)];
}

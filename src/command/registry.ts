import type { Intent } from '../language/index.ts';
import { BugError } from '../shared/errors.ts';
import type { CommandSpec } from './command.ts';

export interface Registry {
  readonly specs: readonly CommandSpec[];
  findByName(name: string): CommandSpec | undefined;
  findByIntent(intent: Intent): CommandSpec | undefined;
}

const NAME_PATTERN = /^[a-z][a-z_]*$/u;

/** Collects the commands; a name or an intent that two of them claim stops the start. */
export function createRegistry(specs: readonly CommandSpec[]): Registry {
  const byName = new Map<string, CommandSpec>();
  const byIntent = new Map<Intent, CommandSpec>();
  for (const spec of specs) {
    if (!NAME_PATTERN.test(spec.name)) throw duplicate(`command name ${spec.name} is not snake_case`);
    if (byName.has(spec.name)) throw duplicate(`command ${spec.name} is there twice`);
    byName.set(spec.name, spec);
    for (const intent of spec.intents) {
      const other = byIntent.get(intent);
      if (other) throw duplicate(`intent ${intent} is claimed by ${other.name} and ${spec.name}`);
      byIntent.set(intent, spec);
    }
  }
  return { specs, findByName: (name) => byName.get(name), findByIntent: (intent) => byIntent.get(intent) };
}

function duplicate(message: string): BugError {
  return new BugError('bug.unexpected', { message });
}

import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { applyEvent, emptyState, type NewEvent, type SandboxEvent, type SandboxState } from './state.ts';

export interface Journal {
  readonly state: SandboxState;
  /** Gives the event its number and its domain instant, keeps it, applies it. */
  record(event: NewEvent): SandboxEvent;
  close(): void;
}

/**
 * Opens the journal at `path` (none: memory only) and rebuilds the state from it. Each event is one write of one line, so
 * a killed process loses at most the line it was writing; such a torn line is skipped at the next start.
 */
export function openJournal(path: string | undefined, domainNow: () => Date): Journal {
  const state = emptyState();
  let lastId = 0;
  for (const event of path && existsSync(path) ? readEvents(path) : []) {
    lastId = Math.max(lastId, event.id);
    applyEvent(state, event);
  }
  const file = path ? openForAppend(path) : undefined;
  let isOpen = true;
  return {
    state,
    record(event) {
      lastId += 1;
      const stamped = { ...event, id: lastId, at: domainNow().toISOString() } as SandboxEvent;
      if (file !== undefined && isOpen) writeSync(file, `${JSON.stringify(stamped)}\n`);
      applyEvent(state, stamped);
      return stamped;
    },
    close() {
      if (file !== undefined && isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

function readEvents(path: string): SandboxEvent[] {
  const events: SandboxEvent[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    try {
      const event: unknown = JSON.parse(line);
      if (typeof event === 'object' && event !== null && 'type' in event) events.push(event as SandboxEvent);
    } catch {
      // A torn line: the process was killed while writing it, so nobody was told that it counts.
    }
  }
  return events;
}

function openForAppend(path: string): number {
  mkdirSync(dirname(path), { recursive: true });
  const isTorn = existsSync(path) && !readFileSync(path).subarray(-1).equals(Buffer.from('\n'));
  const file = openSync(path, 'a', 0o600);
  if (isTorn) writeSync(file, '\n');
  return file;
}

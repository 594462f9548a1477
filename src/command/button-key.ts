/**
 * Keys of buttons on cards. `q:<questionId>:<optionKey>` answers one question and dies with it; `p:<command>:<key>` is a
 * standing action that its command must judge anew at each press. WeCom allows 1,024 bytes (wecom.md §4).
 */
export type ButtonKey =
  | { readonly kind: 'option'; readonly questionId: string; readonly optionKey: string }
  | { readonly kind: 'standing'; readonly command: string; readonly key: string };

const OPTION_PATTERN = /^q:([0-9A-Za-z_-]+):(.+)$/su;
const STANDING_PATTERN = /^p:([a-z_]+):(.+)$/su;

export function optionButtonKey(questionId: string, optionKey: string): string {
  return `q:${questionId}:${optionKey}`;
}

export function standingButtonKey(command: string, key: string): string {
  return `p:${command}:${key}`;
}

/** Reads a key of ours; undefined when it is none. */
export function parseButtonKey(text: string): ButtonKey | undefined {
  const [, questionId, optionKey] = OPTION_PATTERN.exec(text) ?? [];
  if (questionId !== undefined && optionKey !== undefined) return { kind: 'option', questionId, optionKey };
  const [, command, key] = STANDING_PATTERN.exec(text) ?? [];
  if (command !== undefined && key !== undefined) return { kind: 'standing', command, key };
  return undefined;
}

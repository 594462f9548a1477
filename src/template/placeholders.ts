const PLACEHOLDER_PATTERN = /\[([^[\]\n]*)\]/gu;

/** The labels between brackets, each once, in order. */
export function listPlaceholders(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER_PATTERN)].map((match) => match[1] ?? ''))];
}

/** Puts values where their labels stand, in one pass: a value that holds brackets itself is never filled again. */
export function fillPlaceholders(text: string, readValue: (label: string) => string): string {
  return text.replace(PLACEHOLDER_PATTERN, (_whole, label: string) => readValue(label));
}

/** Whether a bracket is left that belongs to no placeholder, most often a typing error. */
export function hasLooseBracket(text: string): boolean {
  return /[[\]]/u.test(text.replace(PLACEHOLDER_PATTERN, ''));
}

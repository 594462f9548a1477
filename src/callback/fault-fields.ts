/**
 * What of an unexpected error may go to the log. Its message may quote a person's words (a database error prints the
 * offending value), so only the kind, the code and where it happened are kept.
 */
export function faultFields(error: unknown): { name: string; code?: string; at: string } {
  if (!(error instanceof Error)) return { name: typeof error, at: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return {
    name: error.name,
    ...code,
    at: frames
      .slice(0, 6)
      .map((line) => line.trim())
      .join(' | '),
  };
}

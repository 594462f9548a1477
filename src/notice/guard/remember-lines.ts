/**
 * Ten thousand families get the same lines but for a name or a course, so that what was read of a line is kept. Long lines
 * are somebody's own words and come once.
 */
const MAX_LINES = 500;
const MAX_CHARACTERS = 500;

/** As `read`, a pure function of one line or sentence; what it said of the last ones is answered from memory. */
export function rememberLines<T>(read: (line: string) => T): (line: string) => T {
  let recent = new Map<string, T>();
  let older = new Map<string, T>();
  return (line) => {
    if (line.length > MAX_CHARACTERS) return read(line);
    const known = recent.get(line);
    if (known !== undefined) return known;
    const value = older.get(line) ?? read(line);
    if (recent.size >= MAX_LINES) {
      older = recent;
      recent = new Map();
    }
    recent.set(line, value);
    return value;
  };
}

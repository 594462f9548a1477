import iconv from 'iconv-lite';
import { LIMITS, SourceError, type SourceRow } from './source.ts';

/** Decodes the bytes of a CSV file: UTF-8 with or without mark, UTF-16 with mark, else GB18030. Throws `bad_encoding`. */
export function decodeCsv(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return iconv.decode(bytes, 'utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return iconv.decode(bytes, 'utf16be');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: what Excel in China writes is GB18030.
  }
  const text = iconv.decode(bytes, 'gb18030');
  if (text.includes('\uFFFD')) throw new SourceError('bad_encoding');
  return text;
}

/**
 * Splits CSV text as RFC 4180 says; kinder: any line ending, a quote inside an unquoted cell is text, tab or semicolon
 * when the header has no comma. Rows are counted as a spreadsheet counts them, empty ones included but not returned.
 * Throws `bad_file` when a quoted cell never ends.
 */
export function parseCsv(text: string): SourceRow[] {
  const delimiter = findDelimiter(text);
  const rows: SourceRow[] = [];
  let number = 1;
  let cells: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const endRow = (): void => {
    if (cells.some((cell) => cell !== '')) rows.push({ number, cells: cells.slice(0, LIMITS.columns) });
    if (rows.length > LIMITS.rows) throw new SourceError('too_large');
    cells = [];
    number += 1;
  };
  while (at < text.length) {
    const cell = text[at] === '"' ? readQuoted(text, at, delimiter) : readPlain(text, at, delimiter);
    cells.push(cell.text);
    at = cell.end;
    if (text[at] === delimiter) {
      at += 1;
      if (at === text.length) cells.push('');
      continue;
    }
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    endRow();
  }
  if (cells.length > 0) endRow();
  return rows;
}

function findDelimiter(text: string): string {
  const header = /^[^\r\n]*/u.exec(text)?.[0] ?? '';
  if (header.includes(',')) return ',';
  if (header.includes('\t')) return '\t';
  return header.includes(';') ? ';' : ',';
}

function readPlain(text: string, start: number, delimiter: string): { text: string; end: number } {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { text: text.slice(start, end), end };
}

function readQuoted(text: string, start: number, delimiter: string): { text: string; end: number } {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) throw new SourceError('bad_file');
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      // What stands between the closing quote and the delimiter is kept as text.
      const rest = readPlain(text, quote + 1, delimiter);
      return { text: value + rest.text, end: rest.end };
    }
    value += '"';
    at = quote + 2;
  }
}

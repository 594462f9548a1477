import { importTexts } from '../texts.zh.ts';
import type { Problems } from './report.ts';
import type { GuardianRow, RosterRows } from './rows.ts';

/** Takes a guardian's row that stands in the file twice, word for word, as one (pasted lists often have them), with a warning. */
export function dropRepeatedGuardians(rows: RosterRows, problems: Problems): RosterRows {
  if (rows.guardians === null) return rows;
  const firstRows = new Map<string, number>();
  const guardians: GuardianRow[] = [];
  for (const guardian of rows.guardians) {
    const { row, ...content } = guardian;
    const key = JSON.stringify(content);
    const first = firstRows.get(key);
    if (first === undefined) {
      firstRows.set(key, row);
      guardians.push(guardian);
    } else
      problems.warnings.push({
        sheet: '家长',
        row,
        column: '',
        code: 'repeated_row',
        message: importTexts.repeatedRow(first),
      });
  }
  return { ...rows, guardians };
}

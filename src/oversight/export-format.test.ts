import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { expect, test } from 'vitest';
import { type ExportFormat, type ExportRecord, neutraliseFormula, writeExport } from './export-format.ts';

const FIELDS = ['id', 'name', 'answered', 'topics', 'percent', 'opinion'];
const ROWS: ExportRecord[] = [
  { id: 'a', name: '张三, "三儿"', answered: true, topics: ['grades', 'health'], percent: 12.5, opinion: null },
  { id: 'b', name: '=HYPERLINK("http://x")', answered: false, topics: [], percent: null, opinion: '第一行\n第二行' },
];

async function write(format: ExportFormat): Promise<Buffer> {
  const out = new PassThrough();
  const [, content] = await Promise.all([writeExport(ROWS, FIELDS, format, out), buffer(out)]);
  return content;
}

test('jsonl keeps types and nothing else', async () => {
  const lines = (await write('jsonl')).toString().trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(ROWS);
});

test('csv opens in Excel: mark, quotes, lists joined, formulas made text', async () => {
  expect((await write('csv')).toString()).toBe(
    '\uFEFFid,name,answered,topics,percent,opinion\r\n' +
      'a,"张三, ""三儿""",true,grades、health,12.5,\r\n' +
      'b,"\'=HYPERLINK(""http://x"")",false,,,"第一行\n第二行"\r\n',
  );
});

test('xlsx keeps numbers and yes/no, and holds no formula', async () => {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await write('xlsx')) as unknown as ArrayBuffer);
  const rows = workbook.worksheets[0]?.getSheetValues().slice(1) as unknown[][];
  expect(rows.map((row) => row.slice(1))).toEqual([
    FIELDS,
    ['a', '张三, "三儿"', true, 'grades、health', 12.5],
    ['b', '\'=HYPERLINK("http://x")', false, undefined, undefined, '第一行\n第二行'],
  ]);
});

test.each(['=1', '+86', '-1', '@x', '＝1', '＠x', '\t=1', ' =1', '\r\n=1', '\u0000=1'])('%j is made text', (cell) => {
  expect(neutraliseFormula(cell)).toBe(`'${cell}`);
});

test.each(['张三', '1', 'a=1', '', '2026-10-14T10:00:00+08:00'])('%j stays', (cell) => {
  expect(neutraliseFormula(cell)).toBe(cell);
});

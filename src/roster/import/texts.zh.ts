/** What a person reads about a single cell of a workbook. */
export const cellTexts = {
  notText: (column: string) =>
    `“${column}”这一格被 Excel 当成了日期、小数或“是/否”，原来的号码可能已经变了。请把这一列设为“文本”，重新填写完整号码。`,
  formulaInKey: (column: string) =>
    `“${column}”这一格是公式，系统不计算公式。请改成文字：复制这一列，再“选择性粘贴 → 数值”。`,
};

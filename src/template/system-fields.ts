import type { TemplateField } from './meta.ts';

/**
 * What every text may use without declaring it: the roster, the sender and the settings know it. `example` fills the sample
 * where sample.json says nothing.
 */
export const SYSTEM_FIELDS: readonly TemplateField[] = [
  system('studentName', '姓名', 25, '王芳'),
  system('school', '学校', 30, '示范学院'),
  system('college', '学院', 30, '旅游管理学院'),
  system('className', '班级', 30, '22旅游管理3班'),
  system('staffRole', '身份', 10, '辅导员'),
  system('staffName', '老师', 25, '陈静'),
  /** Of a discipline notice: ten days after the service on the student. */
  { ...system('appealUntil', '申诉截止日', 14, '2026年9月20日'), type: 'day' },
];

function system(name: string, label: string, maxLength: number, example: string): TemplateField {
  return { name, label, filledBy: 'system', type: 'text', required: true, maxLength, example };
}

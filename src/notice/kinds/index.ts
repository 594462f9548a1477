import { awardRules } from './award.ts';
import { disciplineRules } from './discipline.ts';
import { fraudRules } from './fraud.ts';
import { freeRules } from './free.ts';
import type { KindRules } from './kind.ts';
import type { NoticeKind } from './notice-kinds.ts';

export const KIND_RULES: Readonly<Record<NoticeKind, KindRules>> = {
  award: awardRules,
  discipline: disciplineRules,
  fraud: fraudRules,
  free: freeRules,
};

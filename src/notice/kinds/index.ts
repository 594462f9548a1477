import { getTemplateKind, type TemplateLibrary } from '../../template/index.ts';
import { awardRules } from './award.ts';
import { disciplineRules } from './discipline.ts';
import { freeRules } from './free.ts';
import type { KindRules } from './kind.ts';
import type { NoticeKind } from './notice-kinds.ts';
import { plainRules } from './plain.ts';

/** What a kind has of its own, on top of what its meta.json says. */
const OWN_RULES: Readonly<Partial<Record<NoticeKind, (plain: KindRules) => KindRules>>> = {
  award: awardRules,
  discipline: disciplineRules,
  free: freeRules,
};

/** The rules of a kind. */
export function rulesOf(library: TemplateLibrary, kind: NoticeKind): KindRules {
  const plain = plainRules(getTemplateKind(library, kind));
  return OWN_RULES[kind]?.(plain) ?? plain;
}

import { readDraft } from './draft.ts';
import type { GuardRule } from './rule.ts';
import { amountRules } from './rules-amount.ts';
import { disguiseRules } from './rules-disguise.ts';
import { lawRules } from './rules-law.ts';
import { linkRules } from './rules-link.ts';
import { moneyRules } from './rules-money.ts';
import { numberRules } from './rules-number.ts';
import { personRules } from './rules-person.ts';
import { toneRules } from './rules-tone.ts';
import { trickRules } from './rules-trick.ts';
import { GUARD_TEXTS } from './texts.zh.ts';
import type { GuardFinding, GuardOptions, GuardVerdict } from './verdict.ts';

/** The whole table. Rules see a sentence at a time; the worst decision of any of them is the verdict. */
export const GUARD_RULES: readonly GuardRule[] = [
  ...moneyRules,
  ...amountRules,
  ...trickRules,
  ...linkRules,
  ...disguiseRules,
  ...personRules,
  ...numberRules,
  ...lawRules,
  ...toneRules,
];

/**
 * Whether a text may reach families (contract.md §5, `guard`): `pass`, `flag` = the sender should look again, `block` = it
 * does not go out like this. Pure; never throws on any text.
 */
export function checkText(text: string, options: GuardOptions): GuardVerdict {
  const draft = readDraft(text, options);
  const findings = new Map<string, GuardFinding>();
  let decision: GuardVerdict['decision'] = 'pass';
  for (const rule of GUARD_RULES) {
    const onHit = rule.decisions[draft.audience];
    if (onHit === undefined) continue;
    for (const sentence of draft.sentences)
      for (const words of rule.find(sentence, draft)) {
        const { why = '', suggestion = '' } = GUARD_TEXTS[rule.id] ?? {};
        findings.set(`${rule.id} ${words}`, { rule: rule.id, words, why, suggestion });
        if (decision !== 'block') decision = onHit;
      }
  }
  return { decision, findings: [...findings.values()] };
}

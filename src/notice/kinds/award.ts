import type { KindRules } from './kind.ts';

/** Good news: 获得了 stands in the template, so the sender's own 获得 goes. */
export function awardRules(plain: KindRules): KindRules {
  return {
    ...plain,
    tidyField: (name, value) =>
      name === 'award' ? value.replace(/^(?:荣获|获得|获|得了|得)(?:了)?/u, '') || value : value,
  };
}

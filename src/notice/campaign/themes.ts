/**
 * What every parents' group has to be told each term (obligation B36: telecom fraud, 套路贷, 裸贷), and the topics under
 * templates/fraud/ that tell it. A topic counts for one theme only, so that one post cannot prove two.
 */
export const THEMES = ['telecom_fraud', 'trap_loan', 'nude_loan'] as const;
export type Theme = (typeof THEMES)[number];

const LOAN_TOPICS: ReadonlySet<string> = new Set(['trap_loan', 'cancel_campus_loan', 'training_loan']);

/** The theme of a topic of the kind `fraud`. */
export function themeOf(topic: string): Theme {
  if (topic === 'nude_loan') return 'nude_loan';
  return LOAN_TOPICS.has(topic) ? 'trap_loan' : 'telecom_fraud';
}

/** The topic that speaks of nothing but the theme; it is what a plan puts in when the theme is missing. */
export const TOPIC_OF_THEME: Readonly<Record<Theme, string>> = {
  telecom_fraud: 'brushing',
  trap_loan: 'trap_loan',
  nude_loan: 'nude_loan',
};

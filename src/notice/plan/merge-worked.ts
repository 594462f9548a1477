import type { WorkedOut } from './work-out.ts';

/** Many notices of one kind seen as one, to say who gets them by which way; undefined for none. */
export function mergeWorked(all: readonly WorkedOut[]): WorkedOut | undefined {
  const [first] = all;
  return (
    first && {
      ...first,
      audience: { ...first.audience, families: all.flatMap(({ audience }) => audience.families) },
      plan: { ...first.plan, planned: all.flatMap(({ plan }) => plan.planned) },
    }
  );
}

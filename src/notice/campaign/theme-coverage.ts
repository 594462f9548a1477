import type { GroupTopicRow } from './campaign.store.ts';
import { THEMES, type Theme, themeOf } from './themes.ts';

interface NamedGroup {
  readonly groupId: string;
  readonly name: string;
}

/** How far one theme has come in a term; every group is in exactly one of the three lists. */
export interface ThemeCoverage {
  readonly theme: Theme;
  readonly reached: readonly NamedGroup[];
  /** On its way: an owner has still to tap or paste, or the outcome is not known. No proof. */
  readonly waiting: readonly NamedGroup[];
  readonly missing: readonly NamedGroup[];
}

/** Which groups got which theme; only what certainly stands in a group counts as reached. Pure. */
export function coverThemes(groups: readonly NamedGroup[], rows: readonly GroupTopicRow[]): readonly ThemeCoverage[] {
  const sent = new Set<string>();
  const underWay = new Set<string>();
  for (const { groupId, topic, isSent } of rows) (isSent ? sent : underWay).add(`${groupId} ${themeOf(topic)}`);
  return THEMES.map((theme) => {
    const isReached = ({ groupId }: NamedGroup): boolean => sent.has(`${groupId} ${theme}`);
    const isWaiting = ({ groupId }: NamedGroup): boolean => underWay.has(`${groupId} ${theme}`);
    const reached = groups.filter(isReached);
    const open = groups.filter((group) => !isReached(group));
    return {
      theme,
      reached,
      waiting: open.filter(isWaiting),
      missing: open.filter((group) => !isWaiting(group)),
    };
  });
}

/** The themes that every group has; none where there is no group. */
export function listCoveredThemes(coverage: readonly ThemeCoverage[]): ReadonlySet<Theme> {
  const done = coverage.filter(
    ({ reached, waiting, missing }) => reached.length > 0 && waiting.length + missing.length === 0,
  );
  return new Set(done.map(({ theme }) => theme));
}

/**
 * Which topic is next. For every target: none is repeated while another has been sent fewer times this term. One topic for
 * all where the targets' histories allow it, else the fewest different ones.
 */
export interface TopicHistory {
  /** How often each topic was sent to the target this term. */
  readonly timesSent: ReadonlyMap<string, number>;
}

/** Target key → topic. `topics` is in the order of turns and not empty; unknown targets have no history. */
export function chooseTopics(
  topics: readonly string[],
  targetKeys: readonly string[],
  histories: ReadonlyMap<string, TopicHistory>,
): ReadonlyMap<string, string> {
  const open = new Map(targetKeys.map((key) => [key, listFreshest(topics, histories.get(key))]));
  const chosen = new Map<string, string>();
  while (open.size > 0) {
    const votes = new Map<string, number>();
    for (const fresh of open.values()) for (const topic of fresh) votes.set(topic, (votes.get(topic) ?? 0) + 1);
    const topic = topics.reduce((best, next) => ((votes.get(next) ?? 0) > (votes.get(best) ?? 0) ? next : best));
    const takers = [...open].filter(([, fresh]) => fresh.has(topic)).map(([key]) => key);
    if (takers.length === 0) break;
    for (const key of takers) {
      chosen.set(key, topic);
      open.delete(key);
    }
  }
  return chosen;
}

function listFreshest(topics: readonly string[], history: TopicHistory | undefined): ReadonlySet<string> {
  const times = (topic: string): number => history?.timesSent.get(topic) ?? 0;
  const least = Math.min(...topics.map(times));
  return new Set(topics.filter((topic) => times(topic) === least));
}

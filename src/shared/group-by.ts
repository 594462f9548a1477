/** `Map.groupBy`, which Node 20 does not have. Groups and their members keep their order; items whose key is null are left out. */
export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K | null): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

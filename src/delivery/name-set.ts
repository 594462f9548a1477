interface Named {
  readonly noticeId: string;
  readonly noticeCode: string;
  readonly title: string;
  readonly target: string;
}

/** How people read about deliveries that go out in the same texts: 《甲》《乙》, both codes, each group once. */
export function nameSet(deliveries: readonly Named[]): {
  readonly title: string;
  readonly code: string;
  readonly targets: readonly string[];
} {
  const notices = [...new Map(deliveries.map((one) => [one.noticeId, one])).values()];
  return {
    title: notices.map(({ title }) => title).join('》《'),
    code: notices.map(({ noticeCode }) => noticeCode).join('、'),
    targets: [...new Set(deliveries.map(({ target }) => target))],
  };
}

/** Names what is reminded of together: the notices of its text. */
export function setKeysOf(
  deliveries: readonly { readonly noticeId: string; readonly joinedId: string | null }[],
): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { joinedId, noticeId } of deliveries) {
    if (joinedId !== null) keys.set(joinedId, `${keys.get(joinedId) ?? ''}${noticeId} `);
  }
  return keys;
}

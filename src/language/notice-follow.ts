import type { Intent } from './reading.ts';

const UNLOCK =
  /^(?:请|帮我?|把|给)?[^，。]{0,16}解锁|解开[^，。]{0,8}(?:链接|锁)|链接[^，。]{0,10}(?:锁住|锁了|被锁)[^，。]{0,6}(?:解|开)/u;

/** What is done with notices that families can confirm; undefined = nothing of the kind. */
export function findFollowIntent(text: string): Intent | undefined {
  return UNLOCK.test(text) ? 'unlock_link' : undefined;
}

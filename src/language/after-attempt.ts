/**
 * 已经打通了，说知道了: the sender goes on with the family that was just missed and names nobody. Only the beginning decides;
 * whose attempt it was is known where the records are.
 */
const AFTER_ATTEMPT =
  /^(?:已经?|后来|刚才?|刚刚|现在|这会儿?|又打|再打|又|再|第[二三四]次|这次|终于|总算|[他她]|家长|妈妈|爸爸|对方|电话|给我|过来|，)*(?:打通|接通|联系上|接(?:了|起)|通了(?!知)|回(?:了|复了|电了?|拨了?|过来了?|我了)|打(?:了)?(?:回|过)来了?)(?![吗么没]|[^，。]{0,4}[？?])/u;

/** Does a line without a student report that a missed call was made good? */
export function tellsAfterAttempt(text: string): boolean {
  return text.length <= 80 && AFTER_ATTEMPT.test(text) && !/群|通知|短信都|[？?吗]\s*$/u.test(text);
}

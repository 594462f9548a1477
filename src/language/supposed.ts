/** A guess that the next words overturn: 以为他爸又不接，结果秒接; 本来担心关机，没想到接了. */
const OVERTURNED =
  /(?:还|本来|原本|原先|都|我|总|又)*(?:以为|担心|害怕|怕|料定|估计|估摸着?|寻思|想着|猜|算准)([^，。；\n]{1,30})(?=[，。；\s]+(?:结果|没想到|没成想|没料到|谁想|谁知|不料|哪知|其实|居然|竟|却|倒|实际|事实上|还好|好在|幸好|所幸))/gu;
const OF_CONTACT = /接|关机|停机|空号|通|挂|回|理|忙|骗子|火|骂|生气|难缠|不好说话/u;

/** The words without guesses about the contact that did not come true; blanked, so that lengths stay. */
export function withoutSupposed(text: string): string {
  return text.replace(OVERTURNED, (words: string, guess: string) =>
    OF_CONTACT.test(guess) ? ' '.repeat(words.length) : words,
  );
}

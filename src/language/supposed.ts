/** A guess that the next words overturn: 以为他爸又不接，结果秒接; 本来担心关机，没想到接了. */
const OVERTURNED =
  /(?:还|本来|原本|原先|都|我|总|又)*(?:以为|担心|害怕|怕|料定|估计|估摸着?|寻思|想着|猜|算准)([^，。；\n]{1,30})(?=[，。；\s]+(?:结果|没想到|没成想|没料到|谁想|谁知|不料|哪知|其实|居然|竟|却|倒|实际|事实上|还好|好在|幸好|所幸))/gu;
const OF_CONTACT = /接|关机|停机|空号|通|挂|回|理|忙|骗子|火|骂|生气|难缠|不好说话/u;

/** 有事发消息, 以后别打电话: how the family wants to be called upon is not how it was. */
const WISHED =
  /(?:有事|有什么事|没事|下次|(?<![书信息单函了到知群条完])以后|平时|今后)(?:就|再|都|也|尽量|可以|先|请|麻烦|让我|直接|给[他她]|跟[他她]|别|不要|少|还是){0,4}(?:发|打|留|微信|短信|电话|联系|找)[^，。；\s]{0,8}|(?:让|叫|喊|要|请|嫌|求|劝)我?(?:以后|下次|今后|尽量)?(?:别|不要|少|不用)(?:老|再|总|老是)?(?:给[他她])?(?:发|加|找|来|上门|家访)[^，。；\s]{0,6}/gu;

/** 家长群里没回，私聊他妈: what goes to a group is no try to reach this family (contract §6). */
const SILENT_IN_GROUP =
  /(?:家长|班级|班)?群(?:里|内)?(?:也|都|一直|还){0,2}(?:没|未)有?人?(?:回|反应|理|吭声)[复应我]?/gu;

/** The words without guesses about the contact that did not come true; blanked, so that lengths stay. */
export function withoutSupposed(text: string): string {
  const blank = (words: string): string => ' '.repeat(words.length);
  const settled = text.replace(WISHED, blank).replace(SILENT_IN_GROUP, blank);
  return settled.replace(OVERTURNED, (words: string, guess: string) =>
    OF_CONTACT.test(guess) ? ' '.repeat(words.length) : words,
  );
}

/** 说好来学校的，放我鸽子了; 说马上来，等到六点没见人: an appointment that the family did not keep, and nothing after it. */
const NO_SHOW =
  /(?:说好|约好|约定|定好|讲好|答应|说)[^，。；\s]{0,10}(?:来|到)(?:学校|校|办公室|一趟|面谈|谈)?(?:的|了|见面)?[，。；\s][^。；]{0,14}(?:放[^，。]{0,3}鸽子|爽约|失约|没(?:来|见(?:着|到)?人|到(?!课|校)|露面|人影|出现)|不见人)|等了[^，。；]{0,16}(?:没来|没到(?!课|校)|没见人|不见人|没露面)/u;
const AFTER_ALL = /电话|微信|短信|打|改|后来|聊|谈|来了|到了/u;

/** Did the family fail to come to a visit that was agreed upon? */
export function isNoShow(text: string): boolean {
  const match = NO_SHOW.exec(text);
  return match !== null && !AFTER_ALL.test(text.slice(match.index + match[0].length));
}

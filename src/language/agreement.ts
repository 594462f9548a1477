const AGREED =
  /(?:学生|本人|孩子|他自己|她自己|他|她|同学)(?:本人)?(?:已经?|也|都)?(?:同意|愿意|答应)(?!家长)|征得[^，。]{0,6}同意|经[^，。]{0,4}(?:本人|学生)同意/;
/** Denied, asked, unsure or still to come. One such word is enough: what is told of a student needs a plain yes. */
const NOT_AGREED =
  /(?:不|没|未|尚未|无|拒绝|等|待|如果|要是|若|是否|有没有|需要?|须|必须|先)(?:有)?[^，。；\s]{0,8}(?:同意|愿意|答应)|(?:同意|愿意|答应)(?:了|过|的)*(?:吗|么|嘛|没|不|否|与否|的话|再|才|之?后|[？?])|(?:同意|愿意|答应)[^，。；]{0,8}(?:不知道|不清楚|不确定|没问|未知)|(?:不知道|不清楚|不确定)[^，。；]{0,8}(?:同意|愿意|答应)/;

/** Does the head of a notice say plainly that the student agreed? Negations and questions are no consent. */
export function saysStudentAgreed(head: string): boolean {
  return AGREED.test(head) && !NOT_AGREED.test(head);
}

/** 待我审批 and what people say instead; the whole line, so that a text that speaks of an approval is not taken for it. */
const APPROVALS =
  /^(?:看看?|查看|看一?下|列出|显示)?(?:有(?:什么|哪些|没有)?|现在|还有(?:什么|哪些)?)?(?:我的|等我|待我|要我|需要我|等着我)?(?:的)?(?:待审批?|待批|审批)(?:的)?(?:通知|列表|清单|事项)?(?:有?(?:哪些|几条|多少|吗|没有))?[\s。！!.？?呀啊吧呢吗]*$/;

/** Asks what waits for a second person. */
export function isAboutApprovals(text: string): boolean {
  return APPROVALS.test(text);
}

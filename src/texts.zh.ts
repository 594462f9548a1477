/** What the service says when it is up: where to look and, with the demo, what to type. */
export function renderBanner(url: string, isSandboxOn: boolean): string {
  if (!isSandboxOn) return `家信已启动：${url}\n`;
  return `
家信已启动（沙盒，内嵌演示学院）。请用浏览器打开：

    ${url}/sandbox

选“刘敏（辅导员）”，试着输入：

    张三妈妈电话打了，说家里都好，孩子最近老熬夜
    喜报 王五 国家励志奖学金 发给他家长
    给家长群发反诈 刷单的

按 Ctrl-C 停止；再次启动，一切都在。
`;
}

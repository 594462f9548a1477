/**
 * One table of everything that can go wrong on purpose. `docs/errors.md` lists exactly these codes (tested).
 * `userMessage` is what a person reads: what happened, what to do next; no id, no stack, no secret.
 */
interface ErrorCodeEntry {
  readonly status: number;
  readonly retryable: boolean;
  readonly userMessage: string;
}

function entry(status: number, retryable: boolean, userMessage: string): ErrorCodeEntry {
  return { status, retryable, userMessage };
}

export const ERROR_CODES = {
  'calendar.holidays_unknown': entry(500, false, '节假日表还没有这一年，请管理员升级。'),
  'calendar.invalid': entry(400, false, '这个时间写得不对，请换一种写法再试。'),
  'callback.bad_signature': entry(403, false, '签名不对，已拒绝。'),
  'callback.bad_receiver': entry(403, false, '接收方不是本应用，已拒绝。'),
  'callback.undecipherable': entry(400, false, '内容无法解密或格式不对。'),
  'callback.too_large': entry(413, false, '内容太大。'),
  'config.invalid': entry(500, false, '配置有误，请管理员检查。'),
  'contact.changed': entry(409, false, '这条记录刚刚被改过，请再看一眼，需要的话重新说一次。'),
  'database.away': entry(503, true, '系统正在恢复，请稍后再试。'),
  'database.locked': entry(500, false, '数据目录正被另一个家信进程使用，请先停掉它。'),
  'queue.away': entry(503, true, '队列暂时不可用，系统会自动继续。'),
  'clock.skewed': entry(503, true, '服务器时钟不准，已停止发送，请管理员校时。'),
  'platform.token': entry(502, false, '平台凭证无效，已停止发送，请管理员检查应用密钥。'),
  'roster.changed_meanwhile': entry(409, true, '名单正被别人修改，请稍后再导入一次。'),
  'template.invalid': entry(500, false, '模板有错误，请管理员检查。'),
  'notice.bad_field': entry(400, false, '通知里有一项内容不合适，请改一改再发。'),
  'notice.missing_field': entry(400, false, '通知还缺一项内容。'),
  'access.not_registered': entry(403, false, '您还没有登记，暂时不能使用家信。'),
  'access.out_of_scope': entry(404, false, '在您负责的范围内没有找到。'),
  'http.not_found': entry(404, false, '没有这个页面。'),
  'http.too_many': entry(429, true, '查询太频繁了，请过一会儿再试。'),
  'http.bad_request': entry(400, false, '请求格式不对。'),
  'bug.unexpected': entry(500, false, '系统出了点问题，您的内容已保存，请稍后再试或联系管理员。'),
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof ERROR_CODES;

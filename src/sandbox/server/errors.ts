/** The server's answers: HTTP 200 always, `errcode` decides (wecom.md §10). */

export interface Answer {
  readonly errcode: number;
  readonly errmsg: string;
  readonly [field: string]: unknown;
}

/** Sentences after the global error table; clients must judge by the number only. */
const MESSAGES: Readonly<Record<number, string>> = {
  [-1]: 'system busy',
  40001: 'invalid credential, secret is invalid',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40013: 'invalid corpid',
  40014: 'invalid access_token',
  40032: 'invalid user list size',
  40050: 'invalid chatid',
  40058: 'invalid Request Parameter',
  41001: 'access_token missing',
  41002: 'corpid missing',
  41004: 'corpsecret missing',
  41048: 'no customer to send',
  41063: 'the mass message is being dispatched, please query later',
  42001: 'access_token expired',
  42014: 'Template_Card.TaskId invalid',
  42016: 'unknown task id',
  42027: 'Template_Card invalid',
  42052: 'message can not be recalled after 24 hours',
  43001: 'require GET method',
  43002: 'require POST method',
  45002: 'content size out of limit',
  45003: 'title size out of limit',
  45004: 'description size out of limit',
  45008: 'article count out of limit',
  45009: 'api freq out of limit',
  47001: 'data format error',
  48002: 'api forbidden',
  60020: 'not allow to access from your ip',
  60111: 'userid not found',
  60123: 'invalid party id',
  60140: 'response_code invalid or expired',
  81013: 'user & party & tag all invalid',
  81017: 'too many members, owner_filter required',
  82001: 'user & party & tag all empty',
  93000: 'invalid webhook url, or the robot was removed from the group',
  301002: 'not allow operate another agent with this accesstoken',
};

/** `errcode` 0 with the fields of the interface. */
export function ok(fields: Readonly<Record<string, unknown>> = {}): Answer {
  return { errcode: 0, errmsg: 'ok', ...fields };
}

/** A refusal; `fields` are the interface's empty default lists, which real refusals carry too. */
export function refuse(errcode: number, fields: Readonly<Record<string, unknown>> = {}, hint = ''): Answer {
  const message = MESSAGES[errcode] ?? 'request refused';
  const more = `more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
  return { errcode, errmsg: `${message}${hint ? `, ${hint}` : ''}, hint: [stand-in], ${more}`, ...fields };
}

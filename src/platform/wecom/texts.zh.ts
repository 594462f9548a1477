/** What the administrator reads in `doctor`: what is so, and one thing to do. */
export const DIAGNOSIS_NAMES = {
  token: '企业微信凭证',
  agent: '企业微信应用',
  school: '家校沟通',
  directory: '学校通讯录',
  callback: '回调地址',
} as const;

export const CALLBACK_TEXTS = {
  ok: '签名、解密、接收方都正确，1 秒内答复。',
  refused: (status: number): string =>
    `地址答复了 HTTP ${status}。请确认家信已启动、反向代理把 /callbacks/wecom 转给它，并核对 Token、EncodingAESKey、企业ID 与后台一致。`,
  otherText: '地址有答复，但不是家信的：请检查 PUBLIC_URL 和反向代理。',
  slow: '答复正确，但超过 1 秒，企业微信会拒绝保存：请检查网络和反向代理。',
  unreachable: '连不上 PUBLIC_URL：请先启动家信，再检查域名、证书、防火墙和反向代理（docs/wecom-setup.md 第 2 步）。',
} as const;

export const DIAGNOSIS_TEXTS = {
  tokenOk: '凭证有效，可以调用企业微信接口。',
  agentOk: '应用已启用，并且有可见成员。',
  agentClosed: '应用已停用。请在企业微信管理后台打开“应用管理”，启用这个应用。',
  agentInvisible:
    '应用没有任何可见成员，老师收不到消息。请在管理后台的“应用管理 → 可见范围”里加上辅导员和领导所在的部门。',
  schoolOff:
    '没有启用学校通知（WECOM_SCHOOL_NOTICE=off），给家长的私信会改走其他方式。学校开通了家校沟通，可以设为 on。',
  schoolOk: '学校通知可以使用，已有可触达的学生或班级。',
  schoolEmpty:
    '学校通知的可使用范围是空的，家长收不到通知。请系统管理员在“家校沟通 → 可使用的应用”里为本应用选择班级。',
  directoryOk: (classes: number): string => `可以读取学校通讯录，共 ${classes} 个班。`,
  directoryEmpty:
    '学校通讯录里没有班级，或者本应用看不到。请系统管理员在“家校沟通”里建好班级，并把本应用加进“可调用接口的应用”。',
  directoryWithoutNumbers:
    '可以读取学校通讯录，但看不到家长手机号：名单里没有写“企业微信家长账号”的家长，没法按手机号对上。请在名单里填写账号。',
  notCheckedWithoutToken: '凭证还不能用，这一项没有检查。请先处理上面的问题。',
} as const;

/** What to do about the failures that an administrator can mend, by errcode or by our own code. */
export const FAILURE_TEXTS: Readonly<Record<string, string>> = {
  '40001': '应用的 Secret 不对。请在管理后台打开应用详情，重新查看 Secret，填入 WECOM_SECRET 后重启。',
  '40091': '应用的 Secret 已失效。请在管理后台重新查看 Secret，填入 WECOM_SECRET 后重启。',
  '40013': '企业 ID 不对。请在“我的企业 → 企业信息”最下方复制企业 ID，填入 WECOM_CORP_ID 后重启。',
  '41002': '没有企业 ID。请填写 WECOM_CORP_ID 后重启。',
  '41004': '没有 Secret。请填写 WECOM_SECRET 后重启。',
  '60020': '本服务器的出口 IP 不在可信名单里。请在应用详情的“企业可信IP”里加上它，保存约 1 分钟后生效。',
  '301002': '应用 ID 和 Secret 不是同一个应用的。请核对 WECOM_AGENT_ID 与 WECOM_SECRET。',
  '40056': '应用 ID 不对。请在应用详情里核对 AgentId，填入 WECOM_AGENT_ID。',
  '48002':
    '应用没有这个接口的权限。请系统管理员在对应模块的“可调用接口的应用”里加上本应用；学校通知还要加进“家长可使用的应用”。',
  '48006': '应用因长期不使用被收回了接口权限。请在管理后台重新启用它。',
  '43009': '企业还没有认证，不能使用这个功能。请先完成企业认证。',
  '65014': '这个企业没有开通家校沟通。请联系企业微信开通，或把 WECOM_SCHOOL_NOTICE 设为 off。',
  '45009': '调用太频繁，暂时被限制。系统会自动等待，不用处理。',
  connection_refused: '连不上企业微信接口地址。请检查 WECOM_API_URL 和本机防火墙。',
  dns_failed: '解析不了企业微信接口的域名。请检查本机的 DNS 和 WECOM_API_URL。',
  host_unreachable: '到企业微信的网络不通。请检查本机网络和防火墙。',
  connect_timeout: '连接企业微信超时。请检查本机能否访问外网。',
  timeout: '企业微信在 10 秒内没有答复。请稍后再试；一直如此请检查网络。',
  tls_failed: '和企业微信之间的加密连接没有建立起来。请检查本机时间是否准确、网络里是否有代理改写了证书。',
  html_answer: '收到的是网页而不是接口答复。请检查 WECOM_API_URL，或网络里是否有需要登录的网关。',
  token_wait: '另一个进程正在更新凭证。请稍后再试。',
  token_cooling: '刚才更新凭证没有成功，正在等待下一次尝试。请稍后再试。',
};

/** The sentence for a failure that has none of its own. */
export function otherFailure(code: string, link: string): string {
  return `企业微信答复了代码 ${code}。请按官方说明处理：${link}`;
}

/** The sentence for a failure of the network that has none of its own. */
export function otherNetworkFailure(code: string): string {
  return `没有得到企业微信的正常答复（${code}）。请检查网络和 WECOM_API_URL，稍后再试。`;
}

import type { Secret } from '../../shared/secret.ts';

/** One self-built app (自建应用) of one corp. The environment's schema makes it; see docs of `WECOM_*`. */
export interface WecomConfig {
  /** 企业ID, case-sensitive as printed in the console. */
  readonly corpId: string;
  /** 应用ID. */
  readonly agentId: number;
  /** The app's Secret; every app has its own. */
  readonly secret: Secret;
  /** Token of the callback settings. */
  readonly token: Secret;
  /** EncodingAESKey of the callback settings: 43 characters of base64. */
  readonly encodingAesKey: Secret;
  /** Base of the server API, without a trailing path in production: `https://qyapi.weixin.qq.com`. */
  readonly apiUrl: string;
  /** The tenant has 家校沟通 and the app stands in its list. */
  readonly isSchoolNoticeOn: boolean;
}

/** How one app is named in keys and logs: `corp/agent`. */
export function accountOf(config: Pick<WecomConfig, 'corpId' | 'agentId'>): string {
  return `${config.corpId}/${config.agentId}`;
}

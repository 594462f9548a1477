import type { Secret } from '../shared/secret.ts';

/** What `loadConfig` returns: frozen, read once, handed down; nothing else looks at the environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Null = `http://HOST:PORT`, known only once the server listens (PORT may be 0). */
  readonly publicUrl: string | null;
  readonly dataDir: string;
  /** Null = embedded database in `dataDir`. */
  readonly databaseUrl: Secret | null;
  /** Null = the queue lives in PostgreSQL. */
  readonly redisUrl: Secret | null;
  readonly role: 'all' | 'web' | 'worker';
  /** Null = generated into `dataDir` at the first start. */
  readonly secretKey: Secret | null;
  readonly timeZone: string;
  readonly schoolName: string;
  /** `HH:mm-HH:mm`. */
  readonly quietHours: string;
  readonly adminUserIds: readonly string[];
  /** Kinds that need a second person, and `mass`; the start compares them with the templates. */
  readonly approvals: readonly string[];
  /** Null = no real platform. */
  readonly wecom: WecomSettings | null;
  readonly wecomApiUrl: string;
  readonly isSchoolNoticeOn: boolean;
  /** Old API of DingTalk: its host may stand in a group robot's webhook. */
  readonly dingtalkOapiUrl: string;
  readonly isSandboxOn: boolean;
  readonly isDemoOn: boolean;
  readonly clockStart: Date | null;
  readonly metricsToken: Secret | null;
  readonly logLevel: string;
}

export interface WecomSettings {
  readonly corpId: string;
  readonly agentId: number;
  readonly secret: Secret;
  readonly token: Secret;
  readonly encodingAesKey: Secret;
}

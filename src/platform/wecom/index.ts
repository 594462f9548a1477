export { createWecomPlatform } from './adapter.ts';
export { checkCallbackUrl } from './callback-check.ts';
export { accountOf, type WecomConfig } from './config.ts';
export { WECOM_CAPABILITIES } from './render.ts';

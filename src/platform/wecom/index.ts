export { createWecomPlatform } from './adapter.ts';
export { accountOf, type WecomConfig } from './config.ts';

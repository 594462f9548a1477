import { expect, test } from 'vitest';
import { isWebhookAllowed, toWebhookBases } from './webhook-address.ts';

const bases = toWebhookBases([
  'qyapi.weixin.qq.com',
  'https://oapi.dingtalk.com/',
  'http://127.0.0.1:3000/sandbox/wecom',
  'https://proxy.example.edu.cn:8443/wecom/',
]);
const SEND = '/cgi-bin/webhook/send';
const WECOM = `https://qyapi.weixin.qq.com${SEND}`;
const SANDBOX = `http://127.0.0.1:3000/sandbox/wecom${SEND}`;
const DINGTALK = 'https://oapi.dingtalk.com/robot/send';

test.each([
  ['the platform', 'wecom', `${WECOM}?key=a`, true],
  ['the sandbox', 'wecom', `${SANDBOX}?key=a`, true],
  ['a base with port and path', 'wecom', `https://proxy.example.edu.cn:8443/wecom${SEND}?key=a`, true],
  ['DingTalk', 'dingtalk', `${DINGTALK}?access_token=a`, true],
  ['http where the entry is a host', 'wecom', `http://qyapi.weixin.qq.com${SEND}?key=a`, false],
  ['http where the entry is https', 'dingtalk', 'http://oapi.dingtalk.com/robot/send?access_token=a', false],
  ['another scheme', 'wecom', `ftp://qyapi.weixin.qq.com${SEND}?key=a`, false],
  ['another host', 'wecom', `https://evil.example${SEND}?key=a`, false],
  ['another port', 'wecom', `https://qyapi.weixin.qq.com:8443${SEND}?key=a`, false],
  ['another path', 'wecom', 'https://qyapi.weixin.qq.com/cgi-bin/gettoken?key=a', false],
  ['more path', 'wecom', `${WECOM}/x?key=a`, false],
  ['a slash at the end', 'wecom', `${WECOM}/?key=a`, false],
  ['the sandbox without its base path', 'wecom', `http://127.0.0.1:3000${SEND}?key=a`, false],
  ['.. to another path', 'wecom', `${WECOM}/../../gettoken?key=a`, false],
  ['.. that comes back', 'wecom', `${WECOM}/../send?key=a`, false],
  ['.. in escapes', 'wecom', `${WECOM}/%2e%2e/send?key=a`, false],
  ['a backslash', 'wecom', 'https://qyapi.weixin.qq.com\\cgi-bin\\webhook\\send?key=a', false],
  ['a user', 'wecom', `https://u:p@qyapi.weixin.qq.com${SEND}?key=a`, false],
  ['an empty user', 'wecom', `https://@qyapi.weixin.qq.com${SEND}?key=a`, false],
  ['the host as a user', 'wecom', `https://qyapi.weixin.qq.com@evil.example${SEND}?key=a`, false],
  ['no key', 'wecom', WECOM, false],
  ['an empty key', 'wecom', `${WECOM}?key=`, false],
  ['a blank key', 'wecom', `${WECOM}?key=%20`, false],
  ['two keys', 'wecom', `${WECOM}?key=a&key=b`, false],
  ['a key behind #', 'wecom', `${WECOM}#?key=a`, false],
  ['no access token', 'dingtalk', `${DINGTALK}?key=a`, false],
  ['an empty access token', 'dingtalk', `${DINGTALK}?access_token=`, false],
  ["DingTalk's other sender", 'dingtalk', `${DINGTALK}BySession?access_token=a`, false],
  ["the other platform's path", 'dingtalk', `${WECOM}?access_token=a`, false],
  ['a platform without robots', 'wechat', `${WECOM}?key=a`, false],
  ['no address', 'wecom', '机器人', false],
] as const)('%s', (_, platform, webhookUrl, isTaken) => {
  expect(isWebhookAllowed(platform, webhookUrl, bases)).toBe(isTaken);
});

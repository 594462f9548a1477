import { type CallbackKeys, sealCallback, toXml } from '../../src/sandbox/callback-envelope.ts';
import { deriveKey, Secret } from '../../src/shared/secret.ts';

/** For processes under test: with a known SECRET_KEY the keys of their sandbox are known too. */
export const E2E_SECRET_KEY = 'end-to-end-secret-key-0123456789abcdef';

const keyOf = (purpose: string): string => deriveKey(new Secret(E2E_SECRET_KEY), `sandbox ${purpose}`).toString('hex');

/** As `main` makes them for its stand-in. */
const KEYS: CallbackKeys = {
  corpId: 'wwsandbox00000000a',
  agentId: '1000002',
  token: keyOf('token').slice(0, 32),
  encodingAesKey: keyOf('aes').slice(0, 43),
};

/** One message of a member that can be sent as often as one likes: the same bytes, or freshly encrypted. */
interface PreparedCallback {
  sendSame(productUrl: string): Promise<number>;
  sendFresh(productUrl: string): Promise<number>;
}

export function prepareCallback(userid: string, text: string, messageId: string): PreparedCallback {
  const seconds = Math.floor(Date.now() / 1000);
  const plain = toXml({
    ToUserName: KEYS.corpId,
    FromUserName: userid,
    CreateTime: seconds,
    MsgType: 'text',
    Content: text,
    MsgId: messageId,
    AgentID: Number(KEYS.agentId),
  });
  const seal = () => sealCallback(KEYS, plain, Math.floor(Date.now() / 1000));
  const same = seal();
  const send = async ({ query, body }: typeof same, productUrl: string): Promise<number> => {
    const url = new URL('/callbacks/wecom', productUrl);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'text/xml' } });
    return answer.status;
  };
  return {
    sendSame: (productUrl) => send(same, productUrl),
    sendFresh: (productUrl) => send(seal(), productUrl),
  };
}

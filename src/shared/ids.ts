import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** The source of identifiers; tests hand in a predictable one. */
export interface IdSource {
  /** A UUID for rows. */
  uuid(): string;
  /** The code printed under a notice, e.g. `JX-7K3QP9WM`: easy to read out on the telephone, hard to guess. */
  noticeCode(): string;
  /** An unguessable token of 128 bits, base64url, for links and questions. */
  token(): string;
}

/** No 0/O, 1/I/L, 5/S, 2/Z, U/V: letters that people confuse on paper and on the telephone. */
const CODE_ALPHABET = '346789ABCDEFGHJKMNPQRTWXY';
const CODE_LENGTH = 8;

export const randomIds: IdSource = {
  uuid: () => randomUUID(),
  noticeCode: () => {
    let code = 'JX-';
    for (let i = 0; i < CODE_LENGTH; i += 1) code += CODE_ALPHABET[randomInt(CODE_ALPHABET.length)];
    return code;
  },
  token: () => randomBytes(16).toString('base64url'),
};

/** What a notice code looks like, also when typed in lower case or with full-width letters already folded. */
export const NOTICE_CODE_PATTERN = /JX-?([346789ABCDEFGHJKMNPQRTWXY]{8})/i;

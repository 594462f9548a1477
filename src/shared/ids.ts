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

/** Blanks and dashes of every kind may stand between the signs; a longer run of letters is no code. */
const TYPED_CODE = new RegExp(
  `(?<![0-9a-z])JX[\\s\\p{Pd}]*((?:[${CODE_ALPHABET}][\\s\\p{Pd}]*){${CODE_LENGTH}})(?![0-9a-z])`,
  'iu',
);

/**
 * The first notice code in a text in its printed form, or undefined. Takes it as people type it: small letters, full-width
 * signs, blanks, without the dash.
 */
export function parseNoticeCode(text: string): string | undefined {
  const letters = TYPED_CODE.exec(text.normalize('NFKC'))?.[1];
  return letters === undefined ? undefined : `JX-${letters.replace(/[\s\p{Pd}]/gu, '').toUpperCase()}`;
}

import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { toDay } from '../calendar/index.ts';
import { isDatabaseAway, type Queryable } from '../db/index.ts';
import { findVerifiableNotice, readNoticeCode } from '../notice/index.ts';
import { sendPage } from '../page/index.ts';
import { addressOf } from './address-of.ts';
import { familyTexts } from './texts.zh.ts';
import { VerifyPage, VerifyPaper, type VerifyResult } from './verify-page.tsx';

export interface VerifyOptions {
  readonly db: Queryable;
  readonly schoolName: string;
  readonly timeZone: string;
  /** Base address of links; a function, because the port may be known only later. */
  readonly publicUrl: () => string;
  /** Look-ups a minute from one address, wrong ones of it, and wrong ones of everybody together; for tests. */
  readonly maxPerAddress?: number;
  readonly maxWrongPerAddress?: number;
  readonly maxTogether?: number;
}

const MINUTE_MS = 60_000;
/**
 * Wrong codes of everybody together. A genuine code is answered all the same: else one person with many addresses could shut
 * the page for all families. 25^8 codes: a guess that hits is rare, and shows kind and date or what stood in a group anyway.
 */
const MAX_TOGETHER = 600;
/** Parents of many families share one address of a mobile network, and a notice to a whole school is looked up at once. */
const MAX_PER_ADDRESS = 120;
const MAX_WRONG_PER_ADDRESS = 20;

/**
 * /verify: is this notice code genuine? /verify/paper is the same address to print. Only look-ups count towards the limits, so that the form itself always opens.
 * Nothing about the code is logged. The limits are those of one process: counting in the database would let a stranger write
 * to the ledger with every guess, and a handful of web processes only multiply a limit that leaves 25^8 codes out of reach.
 */
export function createVerifyRoutes(options: VerifyOptions): FastifyPluginAsync {
  return async (app) => {
    await app.register(formbody);
    await app.register(rateLimit, { global: false });
    const timeWindow = MINUTE_MS;
    const perAddress = app.createRateLimit({
      max: options.maxPerAddress ?? MAX_PER_ADDRESS,
      timeWindow,
      keyGenerator: addressOf,
    });
    const wrongPerAddress = app.createRateLimit({
      max: options.maxWrongPerAddress ?? MAX_WRONG_PER_ADDRESS,
      timeWindow,
      keyGenerator: addressOf,
    });
    const together = app.createRateLimit({
      max: options.maxTogether ?? MAX_TOGETHER,
      timeWindow,
      keyGenerator: () => 'everybody',
    });

    const answer = async (request: FastifyRequest, reply: FastifyReply, code: string | undefined) => {
      const respond = (status: number, result: VerifyResult) =>
        sendPage(reply, status, <VerifyPage schoolName={options.schoolName} result={result} />);
      if (code === undefined || code.trim() === '') return respond(200, { kind: 'nothing_asked' });
      const isOver = async (limit: typeof perAddress): Promise<boolean> => {
        const outcome = await limit(request);
        if (outcome.isAllowed || !outcome.isExceeded) return false;
        reply.header('retry-after', String(outcome.ttlInSeconds));
        return true;
      };
      if (await isOver(perAddress)) return respond(429, { kind: 'too_many' });
      try {
        const result = await lookUp(options, code);
        const isGuess = result.kind === 'unknown';
        if (isGuess && ((await isOver(wrongPerAddress)) || (await isOver(together)))) {
          return respond(429, { kind: 'too_many' });
        }
        return respond(200, result);
      } catch (error) {
        if (isDatabaseAway(error)) return respond(503, { kind: 'away' });
        throw error;
      }
    };
    app.get('/verify/paper', (_request, reply) =>
      sendPage(reply, 200, <VerifyPaper schoolName={options.schoolName} url={`${options.publicUrl()}/verify`} />),
    );
    app.get('/verify', (request, reply) => answer(request, reply, readCode(request.query)));
    app.post('/verify', (request, reply) => answer(request, reply, readCode(request.body)));
  };
}

const LIKE_A_CODE = /^[\w-]{1,16}$/u;

async function lookUp({ db, timeZone }: VerifyOptions, typed: string): Promise<VerifyResult> {
  // The page says that eight signs follow the JX-; who types only those must not read that a genuine notice is false.
  const code = readNoticeCode(typed) === undefined ? `JX-${typed}` : typed;
  const notice = await findVerifiableNotice(db, code);
  if (notice === undefined) {
    return { kind: 'unknown', isCode: readNoticeCode(code) !== undefined, typed: LIKE_A_CODE.exec(typed.trim())?.[0] };
  }
  return { kind: 'genuine', notice, day: familyTexts.day(toDay(notice.confirmedAt, timeZone)) };
}

/** A parameter that came twice or is no text is as good as none. */
function readCode(parameters: unknown): string | undefined {
  if (typeof parameters !== 'object' || parameters === null || !('code' in parameters)) return undefined;
  return typeof parameters.code === 'string' ? parameters.code.slice(0, 64) : undefined;
}

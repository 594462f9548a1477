import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { describeInstant, toDay } from '../../calendar/index.ts';
import { isDatabaseAway } from '../../db/index.ts';
import type { PersonalLinks } from '../../delivery/index.ts';
import { sendPage } from '../../page/index.ts';
import { addressOf } from '../address-of.ts';
import { familyTexts } from '../texts.zh.ts';
import { findLinkFacts, type LinkFacts } from './link.store.ts';
import { type LinkHead, LinkPage, type LinkView } from './link-page.tsx';
import { isExpired, readDigits } from './link-states.ts';
import { confirmRead, keepReply, type LinkWork, type ReplyProblem, tryDigits } from './link-work.ts';
import type { Passes } from './pass.ts';
import { linkTexts as texts } from './texts.zh.ts';

export interface LinkOptions extends LinkWork {
  readonly schoolName: string;
  readonly links: PersonalLinks;
  readonly passes: Passes;
  /** Forms a minute from one address; for tests. Parents of many families share one address of a mobile network. */
  readonly maxPerAddress?: number;
}

const MAX_PER_ADDRESS = 120;
const STATUS: Readonly<Record<LinkView['kind'], number>> = {
  asks: 200,
  open: 200,
  locked: 403,
  no_phone: 403,
  unknown: 404,
  expired: 410,
  withdrawn: 410,
  too_many: 429,
  too_large: 413,
  bad_form: 400,
  away: 503,
};

/**
 * /n/<token>: one family's own notice. GET and HEAD only read and are never taken for a reader; what changes something is a
 * POST. Neither the token nor anything that was typed is logged.
 */
export function createLinkRoutes(options: LinkOptions): FastifyPluginAsync {
  return async (app) => {
    await app.register(formbody);
    await app.register(rateLimit, { global: false });
    const perAddress = app.createRateLimit({
      max: options.maxPerAddress ?? MAX_PER_ADDRESS,
      timeWindow: 60_000,
      keyGenerator: addressOf,
    });
    const show = (reply: FastifyReply, view: LinkView, status = STATUS[view.kind]) =>
      sendPage(reply, status, <LinkPage schoolName={options.schoolName} view={view} />);

    app.setErrorHandler((error, _request, reply) => {
      if (isDatabaseAway(error)) return show(reply, { kind: 'away' });
      const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
      if (status === 413) return show(reply, { kind: 'too_large' });
      if (status >= 400 && status < 500) return show(reply, { kind: 'bad_form' });
      throw error;
    });
    app.get('/n/*', async (request, reply) => {
      const found = await find(options, request);
      if ('view' in found) return show(reply, found.view);
      return show(reply, viewOf(options, found, request));
    });
    app.post('/n/*', async (request, reply) => {
      const limit = await perAddress(request);
      if (!limit.isAllowed && limit.isExceeded) {
        reply.header('retry-after', String(limit.ttlInSeconds));
        return show(reply, { kind: 'too_many' });
      }
      const found = await find(options, request);
      if ('view' in found) return show(reply, found.view);
      return act(options, found, { request, reply, show });
    });
  };
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly show: (reply: FastifyReply, view: LinkView, status?: number) => Promise<FastifyReply>;
}

/** Carries out one form. What succeeded is answered with a redirect, so that a reload repeats nothing. */
async function act(options: LinkOptions, facts: LinkFacts, { request, reply, show }: Exchange): Promise<FastifyReply> {
  const field = (name: string): string => fieldOf(request.body, name);
  const head = headOf(options, facts);
  const isStaffTold = facts.memberId !== null;
  const path = request.url.split('?', 1)[0] ?? '/';
  const seeOther = () => reply.header('cache-control', 'no-store').redirect(path, 303);
  if (field('do') === 'open') {
    const digits = readDigits(field('digits'));
    if (digits === undefined) return show(reply, { kind: 'asks', head, problem: texts.notDigits }, 422);
    const outcome = await tryDigits(options, facts, digits);
    if (outcome.kind === 'wrong') {
      return show(reply, { kind: 'asks', head, problem: texts.wrongDigits(outcome.left) }, 422);
    }
    if (outcome.kind !== 'right') return show(reply, { kind: outcome.kind, head, isStaffTold });
    reply.header('set-cookie', options.passes.issue(facts, path));
    return seeOther();
  }
  const isReply = field('do') === 'reply';
  if (!isReply && field('do') !== 'confirm') return show(reply, { kind: 'bad_form' });
  const words = field('words');
  if (!options.passes.isValid(facts, request.headers.cookie)) {
    if (facts.lockedAt !== null) return show(reply, { kind: 'locked', head, isStaffTold });
    const unsent = words.trim() === '' ? {} : { unsentWords: words };
    return show(reply, { kind: 'asks', head, problem: texts.sessionOver, ...unsent }, 403);
  }
  if (!isReply) {
    await confirmRead(options, facts);
    return seeOther();
  }
  if (!FORM_ID.test(field('form'))) return show(reply, { kind: 'bad_form' });
  const outcome = await keepReply(options, facts, { formId: field('form'), words });
  if (outcome.kind === 'kept') return seeOther();
  const view = openView(options, facts);
  return show(reply, { ...view, problem: problemOf(outcome), words }, outcome.kind === 'too_often' ? 429 : 422);
}

/** As `ids.token()` draws it. */
const FORM_ID = /^[\w-]{22}$/u;

function problemOf(outcome: ReplyProblem): string {
  switch (outcome.kind) {
    case 'empty':
      return texts.replyEmpty;
    case 'too_long':
      return texts.replyTooLong(outcome.length);
    case 'too_often':
      return texts.replyTooOften;
    case 'full':
      return texts.replyFull;
  }
}

/** The delivery of a token, or the page that says why there is none to show. A token that is not ours asks no database. */
async function find(
  { db, links, clock }: LinkOptions,
  request: FastifyRequest,
): Promise<LinkFacts | { readonly view: LinkView }> {
  const deliveryId = links.deliveryIdOf((request.params as { readonly '*': string })['*']);
  const facts = deliveryId === undefined ? undefined : await findLinkFacts(db, deliveryId);
  if (facts === undefined) return { view: { kind: 'unknown' } };
  if (facts.status === 'cancelled' || facts.isGuardianGone) return { view: { kind: 'withdrawn' } };
  return isExpired(facts.sentAt, clock.now()) ? { view: { kind: 'expired' } } : facts;
}

function viewOf(options: LinkOptions, facts: LinkFacts, request: FastifyRequest): LinkView {
  if (options.passes.isValid(facts, request.headers.cookie)) return openView(options, facts);
  const head = headOf(options, facts);
  return facts.lockedAt === null
    ? { kind: 'asks', head }
    : { kind: 'locked', head, isStaffTold: facts.memberId !== null };
}

function openView(options: LinkOptions, facts: LinkFacts): Extract<LinkView, { kind: 'open' }> {
  const { clock, timeZone, ids } = options;
  const say = (instant: Date): string => describeInstant(instant, clock.now(), timeZone);
  const { body, confirmedAt, replies, lastReplyAt, memberId } = facts;
  return {
    kind: 'open',
    head: headOf(options, facts),
    body,
    confirmed: confirmedAt === null ? null : say(confirmedAt),
    replies: lastReplyAt === null ? null : { count: replies, last: say(lastReplyAt), isUnseen: memberId === null },
    formId: ids.token(),
  };
}

function headOf({ timeZone }: LinkOptions, { title, noticeCode, sentAt }: LinkFacts): LinkHead {
  return { title, noticeCode, day: familyTexts.day(toDay(sentAt, timeZone)) };
}

/** A field that came twice or is no text is as good as none. */
function fieldOf(body: unknown, name: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : '';
}

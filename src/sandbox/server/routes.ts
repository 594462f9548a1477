import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PeopleReader } from '../directory.ts';
import type { Call, Handler, ServerContext } from './call.ts';
import { type Answer, refuse } from './errors.ts';
import {
  addMassTask,
  cancelMassTask,
  getMassTask,
  getMassTaskResult,
  listMassTasks,
  remindMassTask,
} from './mass-tasks.ts';
import { recallMessage, sendMemberMessage, updateCard } from './member-messages.ts';
import { getAgent, getAllowScope, getCallbackIps, getGroupChat, listGroupChats } from './reads.ts';
import { listSchoolDepartments, listSchoolUsers } from './school-directory.ts';
import { sendSchoolNotice } from './school-notices.ts';
import type { TokenDesk } from './token.ts';
import { sendToRobot } from './webhooks.ts';
import { HOUR_MS, MINUTE_MS } from './windows.ts';

interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly handle: Handler;
  /** `key`: the webhook's own key instead of a token. */
  readonly access?: 'key';
  /** Sending is exempt from the base rate of an interface (wecom.md §4). */
  readonly isSending?: true;
}

/** Everything the stand-in knows; any other path is a 404 with an empty body, as in life. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'message/send': { method: 'POST', handle: sendMemberMessage, isSending: true },
  'message/update_template_card': { method: 'POST', handle: updateCard },
  'message/recall': { method: 'POST', handle: recallMessage },
  'externalcontact/message/send': { method: 'POST', handle: sendSchoolNotice, isSending: true },
  'externalcontact/add_msg_template': { method: 'POST', handle: addMassTask },
  'externalcontact/remind_groupmsg_send': { method: 'POST', handle: remindMassTask },
  'externalcontact/cancel_groupmsg_send': { method: 'POST', handle: cancelMassTask },
  'externalcontact/get_groupmsg_list_v2': { method: 'POST', handle: listMassTasks },
  'externalcontact/get_groupmsg_task': { method: 'POST', handle: getMassTask },
  'externalcontact/get_groupmsg_send_result': { method: 'POST', handle: getMassTaskResult },
  'externalcontact/groupchat/list': { method: 'POST', handle: listGroupChats },
  'externalcontact/groupchat/get': { method: 'POST', handle: getGroupChat },
  'webhook/send': { method: 'POST', handle: sendToRobot, access: 'key', isSending: true },
  'agent/get': { method: 'GET', handle: getAgent },
  'school/agent/get_allow_scope': { method: 'GET', handle: getAllowScope },
  'school/department/list': { method: 'GET', handle: listSchoolDepartments },
  'school/user/list': { method: 'GET', handle: listSchoolUsers },
  getcallbackip: { method: 'GET', handle: getCallbackIps },
};

/** A robot's image of 2 MB in base64, and room to spare. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
const BASE_PER_MINUTE = 10_000;
const BASE_PER_HOUR = 150_000;
const PEOPLE_MAX_AGE_MS = 1000;

export interface WecomRoutesOptions {
  readonly context: ServerContext;
  readonly tokens: TokenDesk;
  readonly people: PeopleReader;
  readonly hangMs: number;
  readonly closing: AbortSignal;
  /** Tells the page's log about each call. */
  readonly onCall: (api: string, outcome: string) => void;
}

/** The server API below `/cgi-bin/`: always HTTP 200, `errcode` decides; unknown paths 404 without a body. */
export function registerWecomRoutes(app: FastifyInstance, options: WecomRoutesOptions): void {
  // WeCom does not care for the content type; whatever comes is read as text and parsed by us.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: { code?: string }, _request, reply) => {
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return reply.code(200).send(refuse(45002));
    throw error;
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send());
  app.get('/cgi-bin/gettoken', (request, reply) => answerToken(options, request, reply));
  for (const [api, endpoint] of Object.entries(ENDPOINTS)) {
    app.route({
      method: endpoint.method,
      bodyLimit: MAX_BODY_BYTES,
      url: `/cgi-bin/${api}`,
      handler: (request, reply) => answerCall(options, api, endpoint, request, reply),
    });
    const other = endpoint.method === 'GET' ? 'POST' : 'GET';
    const errcode = endpoint.method === 'GET' ? 43001 : 43002;
    app.route({ method: other, url: `/cgi-bin/${api}`, exposeHeadRoute: false, handler: async () => refuse(errcode) });
  }
}

async function answerToken(
  options: WecomRoutesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const strike = await strikeBefore(options, 'gettoken', reply, true);
  if (strike === 'gone') return reply;
  const query = readQuery(request);
  const answer = strike ?? options.tokens.issue({ corpid: query.corpid, corpsecret: query.corpsecret, ip: request.ip });
  options.onCall('gettoken', String(answer.errcode));
  return answer;
}

async function answerCall(
  options: WecomRoutesOptions,
  api: string,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { context, tokens } = options;
  const strike = await strikeBefore(options, api, reply, endpoint.access === 'key');
  if (strike === 'gone') return reply;
  const query = readQuery(request);
  const refusal = strike ?? (endpoint.access === 'key' ? undefined : checkAccess(context, tokens, query));
  const answer = refusal ?? (await run(options, api, endpoint, query, request.body));
  if (!refusal && context.faults.strikes('timeout_after', api)) {
    options.onCall(api, 'timeout_after');
    await hang(options, reply);
    return reply;
  }
  options.onCall(api, String(answer.errcode));
  return answer;
}

async function run(
  options: WecomRoutesOptions,
  api: string,
  endpoint: Endpoint,
  query: Record<string, string>,
  rawBody: unknown,
): Promise<Answer> {
  const { context } = options;
  if (!endpoint.isSending && !takeBaseRate(context, api)) return refuse(45009);
  const people = await options.people.read(PEOPLE_MAX_AGE_MS);
  const body = parseBody(rawBody);
  if (endpoint.method === 'POST' && body === undefined) return refuse(47001);
  const call: Call = { api, query, body, people };
  const answer = endpoint.handle(context, call);
  if (!mayBeStale(answer)) return answer;
  // Somebody in it was not found: the roster may have changed within the last second, so look again before refusing.
  const fresh = await options.people.read(0);
  return fresh === people ? answer : endpoint.handle(context, { ...call, people: fresh });
}

/** Refusals that changed nothing and whose reason was somebody unknown. */
function mayBeStale(answer: Answer): boolean {
  return [81013, 93000, 60111, 60123, 41048, 40050].includes(answer.errcode);
}

function takeBaseRate(context: ServerContext, api: string): boolean {
  const { windows } = context;
  if (windows.count(`base-hour:${api}`, HOUR_MS) >= BASE_PER_HOUR) return false;
  if (!windows.hit(`base:${api}`, BASE_PER_MINUTE, MINUTE_MS)) return false;
  return windows.hit(`base-hour:${api}`, BASE_PER_HOUR, HOUR_MS);
}

function checkAccess(context: ServerContext, tokens: TokenDesk, query: Record<string, string>): Answer | undefined {
  const errcode = tokens.check(query.access_token);
  if (errcode !== undefined) return refuse(errcode);
  if (context.faults.isOn('ip_refused')) return refuse(60020, {}, 'from ip: 127.0.0.1');
  return undefined;
}

/** Faults that strike before the call has any effect; `gone` = the connection was cut or already answered. */
async function strikeBefore(
  options: WecomRoutesOptions,
  api: string,
  reply: FastifyReply,
  isTokenless: boolean,
): Promise<Answer | 'gone' | undefined> {
  const { faults } = options.context;
  if (faults.strikes('bad_gateway', api)) {
    options.onCall(api, 'bad_gateway');
    reply
      .code(502)
      .type('text/html')
      .send('<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>');
    return 'gone';
  }
  if (faults.strikes('timeout_before', api)) {
    options.onCall(api, 'timeout_before');
    await hang(options, reply);
    return 'gone';
  }
  if (faults.strikes('busy', api)) return refuse(-1);
  if (faults.strikes('rate_limited', api)) return refuse(45009);
  if (!isTokenless && faults.strikes('token_expired', api)) return refuse(Number(faults.mode('expired_code')));
  return undefined;
}

/** Leaves the client waiting until it gives up, `hangMs` have passed or the stand-in closes; then cuts the connection. */
async function hang(options: WecomRoutesOptions, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const { socket } = reply.raw;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, options.hangMs);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    socket?.once('close', end);
    options.closing.addEventListener('abort', end, { once: true });
  });
  reply.raw.destroy();
}

/** A parameter that came twice counts as missing. */
function readQuery(request: FastifyRequest): Record<string, string> {
  const entries = Object.entries(request.query as Record<string, unknown>);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function parseBody(raw: unknown): unknown {
  try {
    const body: unknown = JSON.parse(typeof raw === 'string' ? raw : '');
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

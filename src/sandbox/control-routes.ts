import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { clockMoveSchema, targetOf } from './clock-moves.ts';
import { type People, STRANGER } from './directory.ts';
import { FORGERIES } from './forged-traffic.ts';
import type { SandboxParts } from './parts.ts';
import { requireSameOrigin } from './request-guard.ts';
import { faultChangeSchema } from './server/faults.ts';
import { takeSnapshot } from './snapshot.ts';
import { groupKeyOf } from './state.ts';
import { TEXTS } from './texts.zh.ts';

/** The page asks every second or so; the roster behind it need not be read that often. */
const PAGE_PEOPLE_MAX_AGE_MS = 3000;

const userid = z.string().min(1).max(64);
const sayBody = z.object({ userid, text: z.string().min(1).max(20_000) });
const pressBody = z.object({ userid, taskId: z.string().max(128), buttonKey: z.string().max(1024) });
const openBody = z.object({ userid });
const confirmBody = z.object({ userid, msgid: z.string().max(200) });
const pasteBody = z.object({ userid, groupKey: z.string().max(300), text: z.string().min(1).max(20_000) });
const forgeBody = z.object({ kind: z.enum(FORGERIES) });
const stateQuery = z.object({ as: z.string().max(64).optional() });

/** The JSON API behind the page, under `/sandbox/api`. Every change is a POST from the page itself. */
export function registerControlRoutes(app: FastifyInstance, parts: SandboxParts): void {
  const { context, actions, people, clock, sender } = parts;
  const { state } = context.journal;
  // The roster has no revision of its own; its hash stands for one.
  let hashed: { people: People | undefined; hash: string } = { people: undefined, hash: '' };
  app.addHook('onRequest', requireSameOrigin);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('cross-origin-resource-policy', 'same-origin');
  });

  app.get('/state', async (request, reply) => {
    const query = stateQuery.safeParse(request.query);
    if (!query.success) return refuse(reply);
    const everybody = await people.read(PAGE_PEOPLE_MAX_AGE_MS);
    if (everybody !== hashed.people) hashed = { people: everybody, hash: hashOf(everybody) };
    const asked = query.data.as ? everybody.findMember(query.data.as) : undefined;
    const as = asked ?? everybody.members.find((member) => member.userid !== STRANGER.userid) ?? STRANGER;
    const etag = `"${state.revision}.${hashed.hash}.${as.userid.toLowerCase()}"`;
    reply.header('etag', etag).header('x-sandbox-now', clock.now().toISOString());
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return takeSnapshot({
      state,
      people: everybody,
      as: as.userid,
      now: clock.now(),
      canMoveClock: clock.moveTo !== undefined,
      callback: sender.status(),
      faults: context.faults.snapshot(),
      calls: parts.calls().slice(-40).reverse(),
    });
  });

  post(app, '/say', sayBody, (body) => void actions.say(body.userid, body.text));
  post(app, '/press', pressBody, (body) => void actions.press(body.userid, body.taskId, body.buttonKey));
  post(app, '/open', openBody, (body) => void actions.openApp(body.userid));
  post(app, '/confirm', confirmBody, (body) => actions.confirmMassTask(body.userid, body.msgid));
  post(app, '/paste', pasteBody, async (body) => {
    const group = (await people.read(0)).groups.find((one) => groupKeyOf(one) === body.groupKey);
    if (!group) throw new RangeError('no such group');
    actions.paste(group, body.userid, body.text);
  });
  post(app, '/fault', faultChangeSchema, (change) => parts.setFault(change));
  post(app, '/forge', forgeBody, async ({ kind }) => ({ status: await parts.forge(kind) }));
  post(app, '/verify', z.object({}), () => void sender.verify());
  app.post('/clock', async (request, reply) => {
    const body = clockMoveSchema.safeParse(request.body);
    if (!body.success || !clock.moveTo) return refuse(reply);
    const target = targetOf(body.data, clock.now());
    if (!target) return refuse(reply);
    // Schedules and deadlines that have passed cannot be un-passed.
    if (target < clock.now()) return refuse(reply, TEXTS.clockOnlyForward);
    await clock.moveTo(target);
    state.revision += 1;
    return { now: clock.now().toISOString() };
  });
}

function post<Schema extends z.ZodType>(
  app: FastifyInstance,
  url: string,
  schema: Schema,
  act: (body: z.infer<Schema>) => unknown,
): void {
  app.post(url, async (request, reply) => {
    const body = schema.safeParse(request.body);
    if (!body.success) return refuse(reply);
    try {
      return (await act(body.data)) ?? { ok: true };
    } catch (cause) {
      // RangeError: the thing is no longer in the state that the page showed. Anything else is our mistake.
      if (cause instanceof RangeError) return refuse(reply, TEXTS.outdated, 409);
      throw cause;
    }
  });
}

function hashOf({ members, parents, groups }: People): string {
  return createHash('sha1')
    .update(JSON.stringify([members, parents, groups]))
    .digest('base64url');
}

function refuse(reply: FastifyReply, message: string = TEXTS.badRequest, status = 400): FastifyReply {
  return reply.code(status).send({ message });
}

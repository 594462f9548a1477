import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeInbound } from '../../src/callback/inbound.store.ts';
import { createInboundWork, laneKeyOf } from '../../src/callback/index.ts';
import type { Dispatcher } from '../../src/command/index.ts';
import type { InboundEvent } from '../../src/platform/port.ts';
import { ShiftableClock } from '../../src/shared/clock.ts';
import { InputError } from '../../src/shared/errors.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A line in the store, and work whose command and whose answer about its failure both go wrong. */
async function storeLine(senderId: string, faults: { command: Error; answer: () => Error | undefined }) {
  const dispatcher: Dispatcher = {
    prepare: async () => {
      throw faults.command;
    },
    dispatch: async () => ({ text: '' }),
    specs: [],
    refuse: async () => {
      const fault = faults.answer();
      if (fault !== undefined) throw fault;
    },
  };
  const clock = new ShiftableClock();
  const work = createInboundWork({
    db: database.db,
    wake: { wake: () => undefined },
    dispatcher,
    clock,
    logger: silent,
    timeZone: 'Asia/Shanghai',
    onGuardianSubscription: async () => undefined,
  });
  const event: InboundEvent = {
    kind: 'text',
    platform: 'wecom',
    account: 'corp/1',
    senderId,
    sentAt: clock.now(),
    dedupeKey: senderId,
    text: '一句',
  };
  await storeInbound(database.db, [{ events: [event], plain: '<xml/>' }]);
  const read = () =>
    database.db
      .selectFrom('inboundMessages')
      .select(['status', 'attempts', 'errorCode'])
      .where('senderId', '=', senderId)
      .executeTakeFirstOrThrow();
  return { advance: () => work.advance({ laneKey: laneKeyOf(event) }), read };
}

test.each([
  ['a fault', new TypeError('the command broke')],
  ['a refusal', new InputError('notice.bad_field')],
])('a line ends as failed although the answer to %s cannot be queued', async (name, command) => {
  const line = await storeLine(name, { command, answer: () => new TypeError('the answer broke') });
  for (let tries = 0; tries < 3; tries += 1) await line.advance();
  expect(await line.read()).toEqual({ status: 'failed', attempts: 3, errorCode: 'bug.unexpected' });
  expect(await line.advance()).toEqual({ more: false });
});

test.each(['', 'sys'])('a text of %j, who is nobody, is done without an answer', async (senderId) => {
  const fault = new TypeError('nobody must be answered');
  const line = await storeLine(senderId, { command: fault, answer: () => fault });
  await line.advance();
  expect(await line.read()).toEqual({ status: 'done', attempts: 0, errorCode: null });
});

test('while the database is away the apology waits and the line stays pending', async () => {
  let isAway = true;
  const line = await storeLine('away', {
    command: new TypeError('the command broke'),
    answer: () => (isAway ? Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) : undefined),
  });
  await line.advance();
  await line.advance();
  await expect(line.advance()).rejects.toMatchObject({ code: 'database.away' });
  expect(await line.read()).toMatchObject({ status: 'pending', attempts: 2 });
  isAway = false;
  await line.advance();
  expect(await line.read()).toMatchObject({ status: 'failed', attempts: 3 });
});

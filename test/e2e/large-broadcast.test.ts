import { expect, test } from 'vitest';
import { BROADCAST, countOnPhones, isEnded, readLedger } from '../support/broadcast.ts';
import { eventually } from '../support/eventually.ts';
import { COUNSELLOR, openFaultWorld } from '../support/fault-world.ts';

const FAMILIES = 10_000;
/** Parents who cease to follow while it is under way. */
const UNSUBSCRIBED = 20;
const NOTICE = 'externalcontact/message/send';

test('10,000 private notices with faults and a kill -9: all in an end state, no phone shows one twice', async () => {
  const world = await openFaultWorld({ roster: { noticeFamilies: FAMILIES } });
  const product = await world.start();
  await world.say(BROADCAST, /请核对/u, { withinMs: 60_000 });
  for (const kind of ['busy', 'bad_gateway', 'timeout_before', 'timeout_after'] as const) {
    world.sandbox.setFault({ kind, calls: 50, api: NOTICE });
  }
  // The first calls are under way before the answer is told, so nobody waits for it.
  const confirmedAt = Date.now();
  world.sandbox.say(COUNSELLOR, '确认');
  const noticeCalls = (): number => world.calls.filter(({ api }) => api === NOTICE).length;
  await eventually(() => expect(noticeCalls()).toBeGreaterThan(0), 120_000, 20);
  // The last of the list, so that they have not got theirs yet.
  for (let index = 0; index < UNSUBSCRIBED; index += 1) {
    world.sandbox.setFault({ kind: 'parent_unsubscribed', parentUserid: `p_${FAMILIES - index}`, isOn: true });
  }
  await eventually(() => expect(noticeCalls()).toBeGreaterThan(FAMILIES / 4), 120_000, 20);
  world.sandbox.setFault({ kind: 'tokens_invalidated' });
  await eventually(() => expect(noticeCalls()).toBeGreaterThan(FAMILIES / 2), 120_000, 20);
  await product.stop('SIGKILL');
  await world.start();
  const ledger = await eventually(
    async () => {
      const rows = await readLedger(world);
      expect(rows.filter((row) => !isEnded(row)).length).toBe(0);
      return rows;
    },
    180_000,
    500,
  );
  console.info(
    `large-broadcast.test: ${FAMILIES} ended ${Date.now() - confirmedAt} ms after 确认, ${noticeCalls()} calls`,
  );
  expect(ledger).toHaveLength(FAMILIES);
  const failed = ledger.filter(({ status }) => status === 'failed');
  expect(failed.length).toBe(UNSUBSCRIBED);
  expect(await world.statuses()).toEqual({ accepted: FAMILIES - UNSUBSCRIBED, failed: UNSUBSCRIBED });
  const phones = countOnPhones(world);
  expect(phones.size).toBe(FAMILIES - UNSUBSCRIBED);
  expect([...phones.values()].filter((count) => count !== 1)).toEqual([]);
  await world.close();
}, 400_000);

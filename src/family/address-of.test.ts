import { expect, test } from 'vitest';
import { addressOf } from './address-of.ts';

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '::ffff:10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  // The same /64, whatever is left out.
  ['2001:db8::7:1:2:3', '2001:db8:0:0'],
  ['2001:db8::8:1:2:3', '2001:db8:0:0'],
  ['2001:0db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s counts as %s', (ip, counted) => {
  expect(addressOf({ ip })).toBe(counted);
});

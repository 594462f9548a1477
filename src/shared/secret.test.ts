import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { equalInConstantTime, Secret, seal, unseal } from './secret.ts';

const key = new Secret('a key of at least thirty-two bytes!!');

test('a secret never prints itself', () => {
  const secret = new Secret('hush');
  for (const shown of [String(secret), `${secret}`, JSON.stringify({ secret }), inspect({ secret })]) {
    expect(shown).not.toContain('hush');
  }
  expect(secret.reveal()).toBe('hush');
});

test('what was sealed opens again, only with the same key and purpose', () => {
  const sealed = seal(key, 'webhook', 'https://例子');
  expect(sealed).not.toContain('例子');
  expect(unseal(key, 'webhook', sealed)).toBe('https://例子');
  expect(() => unseal(key, 'token', sealed)).toThrow();
  expect(() => unseal(new Secret('another key of thirty-two bytes!!!!!'), 'webhook', sealed)).toThrow();
  expect(() => unseal(key, 'webhook', `${sealed.slice(0, -2)}AA`)).toThrow();
});

test.each([
  ['a', 'a', true],
  ['a', 'b', false],
  ['a', 'aa', false],
  ['', '', true],
])('equalInConstantTime(%j, %j) is %s', (a, b, expected) => {
  expect(equalInConstantTime(a, b)).toBe(expected);
});

import { expect, test } from 'vitest';
import { publicUrlOf } from './public-url.ts';

test.each([
  ['a name', null, 'localhost', 'http://localhost:3000'],
  ['IPv4', null, '127.0.0.1', 'http://127.0.0.1:3000'],
  ['IPv6, in brackets', null, '::1', 'http://[::1]:3000'],
  ['the setting before the address', 'https://jiaxin.example.edu', '::1', 'https://jiaxin.example.edu'],
])('is %s', (_name, publicUrl, host, expected) => {
  expect(publicUrlOf({ publicUrl, host, port: 3000 })).toBe(expected);
});

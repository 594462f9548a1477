import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  write(createLogger({ logLevel: 'debug', role: 'all' }, stream));
  return text;
}

test('a database error loses its message and detail, which quote the row', () => {
  const error = Object.assign(new Error('invalid input syntax for type uuid: "张三"'), {
    code: '22P02',
    severity: 'ERROR',
    routine: 'string_to_uuid',
    detail: 'Key (name)=(张三)',
  });
  const text = logged((logger) => logger.error({ err: new Error('outer', { cause: error }) }, 'failed'));
  expect(text).not.toContain('张三');
  expect(text).toContain('22P02');
  expect(text).toContain('outer');
});

test('private keys and secret settings are redacted, one level deep too', () => {
  const text = logged((logger) =>
    logger.info({ phone: '13800000000', request: { token: 'abc-secret' }, SECRET_KEY: 'kkk' }),
  );
  for (const leak of ['13800000000', 'abc-secret', 'kkk']) expect(text).not.toContain(leak);
});

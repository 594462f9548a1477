import { describe, expect, test } from 'vitest';
import { fc } from '../../../test/support/property.ts';
import { chooseTopics, type TopicHistory } from './rotation.ts';

const TOPICS = ['a', 'b', 'c'];
const history = (times: Record<string, number>): TopicHistory => ({ timesSent: new Map(Object.entries(times)) });

describe('chooseTopics', () => {
  test.each<[string, Record<string, Record<string, number>>, Record<string, string>]>([
    ['nothing sent: the first', { g1: {}, g2: {} }, { g1: 'a', g2: 'a' }],
    ['one for all where it is fresh to all', { g1: { a: 1 }, g2: { b: 1 } }, { g1: 'c', g2: 'c' }],
    ['different ones where none is fresh to all', { g1: { a: 1, b: 1 }, g2: { c: 1 } }, { g1: 'c', g2: 'a' }],
    ['from the start when all were sent', { g1: { a: 1, b: 1, c: 1 } }, { g1: 'a' }],
    ['second round: what was sent once comes before what was sent twice', { g1: { a: 2, b: 1, c: 1 } }, { g1: 'b' }],
    ['topics that no longer exist do not count', { g1: { old: 5 } }, { g1: 'a' }],
  ])('%s', (_name, sent, expected) => {
    const histories = new Map(Object.entries(sent).map(([key, times]) => [key, history(times)]));
    expect(Object.fromEntries(chooseTopics(TOPICS, Object.keys(sent), histories))).toEqual(expected);
  });

  test('never repeats for any target while another topic was sent to it fewer times', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 12 }), (targets) => {
        const histories = new Map(
          targets.map((times, index) => [
            `g${index}`,
            history(Object.fromEntries(TOPICS.map((topic, at) => [topic, times[at] ?? 0]))),
          ]),
        );
        const chosen = chooseTopics(TOPICS, [...histories.keys()], histories);
        for (const [key, { timesSent }] of histories) {
          const times = timesSent.get(chosen.get(key) ?? '');
          expect(times).toBe(Math.min(...timesSent.values()));
        }
      }),
    );
  });
});

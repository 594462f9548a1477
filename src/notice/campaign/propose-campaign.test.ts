import { describe, expect, test } from 'vitest';
import { addDays, isWorkday, termOf, weekdayOf } from '../../calendar/index.ts';
import { findTemplate, loadTemplates } from '../../template/index.ts';
import { type ProposalFacts, proposeCampaign } from './propose-campaign.ts';
import { THEMES, themeOf } from './themes.ts';

const library = loadTemplates('templates');

function propose(from: string, facts: Partial<ProposalFacts> = {}) {
  return proposeCampaign({ term: termOf(from), from, covered: new Set(), hasText: () => true, ...facts });
}

const themesOf = (items: ReturnType<typeof propose>): Set<string> =>
  new Set(items.flatMap(({ kind, topic }) => (kind === 'fraud' && topic !== null ? [themeOf(topic)] : [])));

describe('proposeCampaign', () => {
  test('every topic that it names has a text under templates/', () => {
    const named = [...propose('2026-08-01'), ...propose('2026-02-01')].filter(({ kind }) => kind === 'fraud');
    for (const { topic } of named)
      expect(findTemplate(library, 'fraud', topic ?? undefined)?.parts.group).toBeDefined();
  });

  test.each(['2026-08-01', '2026-11-22', '2026-12-28', '2026-02-01', '2026-04-20', '2026-06-25'])(
    'from %s on all three themes of the rule come, each in the term',
    (from) => {
      const items = propose(from);
      expect(themesOf(items)).toEqual(new Set(THEMES));
      const { endsOn } = termOf(from);
      for (const { dueOn } of items) {
        expect(dueOn >= from).toBe(true);
        expect(dueOn <= endsOn).toBe(true);
      }
    },
  );

  test('what every group has got already is not caught up', () => {
    const late = propose('2026-11-22', { covered: new Set(THEMES) });
    expect(late.filter(({ season }) => season === 'catch_up')).toEqual([]);
    expect(
      propose('2026-11-22')
        .filter(({ season }) => season === 'catch_up')
        .map(({ topic }) => topic),
    ).toEqual(['trap_loan', 'nude_loan']);
  });

  test.each(['2026-08-01', '2027-02-01'])('from %s on the long vacation is thought of before it begins', (from) => {
    const items = propose(from).filter(({ kind, season }) => kind === 'holiday' && season === 'term_end');
    expect(items).toMatchObject([{ action: 'remind', about: null }]);
  });

  test('nothing falls on a day off that is known, and none is asked about a year that is not announced', () => {
    for (const { dueOn } of propose('2026-08-01')) if (dueOn < '2026-12-20') expect(isWorkday(dueOn)).toBe(true);
    for (const { dueOn } of propose('2027-02-01')) expect(weekdayOf(dueOn)).toBeLessThanOrEqual(5);
  });

  test('the weekly line comes once a week while people are at school', () => {
    const weekly = propose('2026-08-01').filter(({ season }) => season === 'weekly');
    expect(weekly.length).toBeGreaterThanOrEqual(18);
    const weeks = new Set(weekly.map(({ dueOn }) => addDays(dueOn, 1 - weekdayOf(dueOn))));
    expect(weeks.size).toBeGreaterThanOrEqual(weekly.length - 1);
  });

  test('holidays are reminded of five days ahead, as far as they are announced', () => {
    const holidays = propose('2026-08-01').filter(({ season }) => season === 'holiday');
    expect(holidays.map(({ about }) => about)).toEqual(['2026-09-25/2026-09-27', '2026-10-01/2026-10-07']);
    for (const { action } of holidays) expect(action).toBe('remind');
  });

  test('a college that removed a text gets a plan without it', () => {
    const items = propose('2026-08-01', { hasText: (_kind, topic) => topic !== 'refund' });
    expect(items.some(({ topic }) => topic === 'refund')).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import { byteLength } from '../../shared/bytes.ts';
import { FOOTER_BYTES, loadTemplates } from '../../template/index.ts';
import { appealUntil, type NoticeContent } from './content.ts';
import { buildFooter, PERSONAL_TOKEN_LENGTH, personalLinkBytes, personalUrl, withPersonalLink } from './footer.ts';
import { type Audience, planNotice } from './plan-notice.ts';

const SETTINGS = {
  library: loadTemplates('templates'),
  schoolName: '示范学院',
  publicUrl: () => 'https://jiaxin.example.edu.cn',
  isSchoolNoticeOn: true,
  limits: { maxSchoolNoticeBytes: 2_000, maxGroupTextBytes: 3_952, maxRobotTextBytes: 2_000 },
};
const SENDER = { staff: { name: '陈静', role: 'counsellor' as const }, noticeCode: 'JX-7K3QP9WM' };
const CLASS = { classId: 'c1', className: '旅管2203', collegeName: '旅游管理学院' };

function families(count: number): Audience {
  const list = Array.from({ length: count }, (_, index) => ({
    family: {
      ...CLASS,
      studentId: `s${index}`,
      studentNo: `${index}`,
      studentName: `学生${index}`,
      guardians: [
        {
          guardianId: `g${index}`,
          relation: '母亲',
          contactOrder: 1,
          isEmergencyOnly: false,
          isDoNotContact: false,
          parentUserId: `p${index}`,
          isSubscribed: true,
        },
      ],
      mayBeContacted: true,
      groups: [],
    },
    relation: null,
  }));
  return { groups: [], families: list, classesWithoutGroup: [] };
}

function groups(kinds: readonly ('customer_group' | 'group_robot' | 'relay')[]): Audience {
  const list = kinds.map((kind, index) => ({
    ...CLASS,
    group: {
      groupId: `g${index}`,
      name: `群${index}`,
      kind,
      chatId: kind === 'customer_group' ? 'wr' : null,
      ownerUserId: 'o',
      ownerName: '陈静',
    },
  }));
  return { groups: list, families: [], classesWithoutGroup: [] };
}

const own = (body: string, kind: 'groups' | 'families'): NoticeContent => ({
  kind: 'free',
  topic: null,
  fields: { body },
  recipients: { kind, classIds: null },
});

describe('planNotice', () => {
  test('10,000 families in a few seconds, one delivery each', () => {
    const audience = families(10_000);
    const startedAt = performance.now();
    const { planned } = planNotice(own('下周一开始选课。', 'families'), audience, SENDER, SETTINGS);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(new Set(planned.map(({ targetKey }) => targetKey)).size).toBe(10_000);
    expect(planned[7]?.body).toContain('学生7家长');
  });

  test('groups with the same words share one text', () => {
    const content: NoticeContent = {
      kind: 'fraud',
      topic: 'brushing',
      fields: {},
      recipients: { kind: 'groups', classIds: null },
    };
    const { planned, texts } = planNotice(content, groups(['customer_group', 'relay']), SENDER, SETTINGS);
    expect(texts).toHaveLength(1);
    expect(planned[0]?.body).toBe(planned[1]?.body);
  });

  test('the digest follows targets and words, not their order', () => {
    const digest = (body: string, audience: Audience) =>
      planNotice(own(body, 'groups'), audience, SENDER, SETTINGS).digest;
    const audience = groups(['relay', 'customer_group']);
    const same = digest('甲', audience);
    expect(digest('甲', { ...audience, groups: [...audience.groups].reverse() })).toBe(same);
    expect(digest('乙', audience)).not.toBe(same);
    expect(digest('甲', groups(['relay', 'relay']))).not.toBe(same);
    expect(digest('甲', groups(['relay']))).not.toBe(same);
  });

  test.each([
    ['a robot takes what its platform says', 'group_robot', 2_000],
    ['a mass send takes more', 'customer_group', undefined],
    ['a relayed text as well', 'relay', undefined],
  ] as const)('%s', (_name, kind, maxBytes) => {
    const longName = {
      ...SETTINGS,
      schoolName: '大'.repeat(30),
      publicUrl: () => `https://${'a'.repeat(700)}.example`,
    };
    const plan = planNotice(own('字'.repeat(410), 'groups'), groups([kind]), SENDER, longName);
    expect(plan.tooLong?.maxBytes).toBe(maxBytes);
    if (maxBytes !== undefined) expect(plan.tooLong?.bytes).toBe(byteLength(plan.planned[0]?.body ?? ''));
  });

  test('a text of 2,038 bytes does not pass where mentions made harmless would no longer fit', () => {
    const planWith = (padding: number) =>
      planNotice(own('@所有人 下周一开始选课。', 'groups'), groups(['group_robot']), SENDER, {
        ...SETTINGS,
        publicUrl: () => `https://x.example/${'a'.repeat(padding)}`,
      });
    const plan = planWith(2_038 - byteLength(planWith(0).planned[0]?.body ?? ''));
    expect(plan.tooLong).toMatchObject({ bytes: 2_038, maxBytes: 2_000 });
  });

  test('a missing field stops it with the Chinese name', () => {
    const content: NoticeContent = { ...own('', 'groups'), fields: {} };
    expect(() => planNotice(content, groups(['relay']), SENDER, SETTINGS)).toThrow(
      expect.objectContaining({ code: 'notice.missing_field', userMessage: expect.stringContaining('正文') }),
    );
  });
});

test.each([
  ['2026-09-10', '2026-09-20'],
  ['2026-12-25', '2027-01-04'],
  ['2028-02-20', '2028-03-01'],
])('an appeal after service on %s is possible until %s', (served, until) => {
  expect(appealUntil(served)).toBe(until);
});

test.each(['group', 'private'] as const)(
  'the footer of a %s text has school, code, address and no money',
  (audience) => {
    const footer = buildFooter(audience, {
      schoolName: '示范学院',
      publicUrl: 'https://x.example',
      noticeCode: 'JX-7K3QP9WM',
    });
    expect(footer).toMatch(
      /^【示范学院】核实码 JX-7K3QP9WM，可到 https:\/\/x\.example\/verify 查询真伪；.*(从不.*收款|要钱的，都是假的)。$/u,
    );
    expect(byteLength(footer)).toBeLessThanOrEqual(FOOTER_BYTES.group);
  },
);

test('a private text keeps room for its personal link, a group text does not', () => {
  const link = personalLinkBytes(SETTINGS.publicUrl());
  const url = personalUrl(SETTINGS.publicUrl(), 'x'.repeat(PERSONAL_TOKEN_LENGTH));
  expect(byteLength(withPersonalLink('words', url))).toBe(link + 5);
  const at = (maxBytes: number) => ({
    ...SETTINGS,
    limits: { maxSchoolNoticeBytes: maxBytes, maxGroupTextBytes: maxBytes, maxRobotTextBytes: maxBytes },
  });
  const planned = planNotice(own('好', 'families'), families(1), SENDER, SETTINGS).planned[0]?.body ?? '';
  const bytes = byteLength(planned) + link;
  expect(planNotice(own('好', 'families'), families(1), SENDER, at(bytes)).tooLong).toBeUndefined();
  expect(planNotice(own('好', 'families'), families(1), SENDER, at(bytes - 1)).tooLong).toMatchObject({ bytes });
  const ofGroup = byteLength(
    planNotice(own('好', 'groups'), groups(['relay']), SENDER, SETTINGS).planned[0]?.body ?? '',
  );
  expect(planNotice(own('好', 'groups'), groups(['group_robot']), SENDER, at(ofGroup)).tooLong).toBeUndefined();
});

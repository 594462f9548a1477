import { describe, expect, test } from 'vitest';
import { WECOM_CAPABILITIES } from '../../platform/wecom/index.ts';
import { byteLength } from '../../shared/bytes.ts';
import { listTemplates, loadTemplates, renderTemplate, type Template } from '../../template/index.ts';
import type { ClassGroupFacts, FamilyFacts } from '../audience/facts.ts';
import type { Recipients } from '../audience/recipients.ts';
import type { NoticeContent } from '../plan/content.ts';
import { type Audience, planNotice } from '../plan/plan-notice.ts';
import { noticeKindSchema } from './notice-kinds.ts';

/**
 * Every text as it goes out, kept in test/golden/ by kind: who edits a template sees in the diff what families would read.
 * `npx vitest run -u src/notice/kinds/golden.test.ts` writes them anew.
 */
const library = loadTemplates('templates');
const SETTINGS = {
  library,
  schoolName: '示范学院',
  publicUrl: () => 'https://jiaxin.example.edu.cn',
  isSchoolNoticeOn: true,
  limits: WECOM_CAPABILITIES,
};
const SENDER = { staff: { name: '陈静', role: 'counsellor' as const }, noticeCode: 'JX-7K3QP9WM' };
const CLASS = { classId: 'c1', className: '22旅游管理3班', collegeName: '旅游管理学院' };
const MAX_BYTES = {
  wecom_school_notice: WECOM_CAPABILITIES.maxSchoolNoticeBytes,
  wecom_customer_group: WECOM_CAPABILITIES.maxGroupTextBytes,
  wecom_group_robot: WECOM_CAPABILITIES.maxRobotTextBytes,
  relay: 4_000,
  phone: Number.POSITIVE_INFINITY,
  letter: Number.POSITIVE_INFINITY,
} as const;

function groupOf(kind: ClassGroupFacts['group']['kind']): ClassGroupFacts {
  const chatId = kind === 'customer_group' ? 'wr' : null;
  return { ...CLASS, group: { groupId: kind, name: kind, kind, chatId, ownerUserId: 'o', ownerName: '陈静' } };
}

function familyOf(studentName: string, parentUserId: string | null): FamilyFacts {
  const guardian = {
    guardianId: 'g',
    relation: '母亲',
    contactOrder: 1,
    isEmergencyOnly: false,
    isDoNotContact: false,
    parentUserId,
    isSubscribed: true,
  };
  const own = groupOf('relay').group;
  return {
    ...CLASS,
    studentId: parentUserId ?? 's',
    studentNo: '1',
    studentName,
    guardians: [guardian],
    mayBeContacted: true,
    groups: parentUserId === null ? [own] : [],
  };
}

/** A day as the composition keeps it. */
function toDay(value: string): string {
  const [, year, month = '', day = ''] = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/u.exec(value) ?? [];
  return year === undefined ? value : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** One text by each channel that can carry it: what the platforms would get. */
function planByChannel(template: Template, part: 'family' | 'group') {
  const { studentName = '', ...written } = template.sample;
  const fields = Object.fromEntries(Object.entries(written).map(([name, value]) => [name, toDay(value)]));
  const recipients: Recipients =
    part === 'group' ? { kind: 'groups', classIds: null } : { kind: 'family', students: [] };
  const named = part === 'group' ? { studentName } : {};
  const content: NoticeContent = {
    kind: noticeKindSchema.parse(template.kind),
    topic: template.topic ?? null,
    fields: { ...fields, ...named },
    recipients,
  };
  const audience: Audience = {
    groups: part === 'group' ? (['customer_group', 'group_robot', 'relay'] as const).map(groupOf) : [],
    families:
      part === 'group' ? [] : ['parent', null].map((id) => ({ family: familyOf(studentName, id), relation: null })),
    classesWithoutGroup: [],
  };
  return planNotice(content, audience, SENDER, SETTINGS).planned;
}

describe.each(library.kinds)('$kind', ({ kind, templates }) => {
  const sent = templates.flatMap((template) =>
    (['family', 'group'] as const)
      .filter((part) => template.parts[part] !== undefined)
      .map((part) => ({ name: `${template.folder} ${part}`, planned: planByChannel(template, part) })),
  );

  test('fits every platform that can carry it', () => {
    const tooLong = sent.flatMap(({ name, planned }) =>
      planned
        .filter(({ channel, body }) => byteLength(body) > MAX_BYTES[channel])
        .map(({ channel, body }) => `${name} ${channel} ${byteLength(body)}`),
    );
    expect(tooLong).toEqual([]);
    expect(sent.flatMap(({ planned }) => planned).every(({ failedWith }) => failedWith === undefined)).toBe(true);
  });

  test('reads as it did', async () => {
    const texts = sent.map(({ name, planned }) => {
      const routes = planned.map(({ channel, body }) => `${channel} ${byteLength(body)}`).join(', ');
      return `=== ${name} (${routes})\n${planned[0]?.body}`;
    });
    const calls = templates.map(
      (template) => `=== ${template.folder} phone\n${renderTemplate(template, 'phone', template.sample)}`,
    );
    await expect(`${[...texts, ...calls].join('\n\n')}\n`).toMatchFileSnapshot(`../../../test/golden/${kind}.txt`);
  });
});

describe.each(listTemplates(library))('$folder', (template) => {
  const family = template.parts.family === undefined ? '' : renderTemplate(template, 'family', template.sample);

  test('says who writes, and names the child', () => {
    expect(family).toContain('陈静');
    expect(family).toMatch(/王芳|李强/u);
  });

  test('asks for no reply in a crowd, threatens nobody, sends to no link', () => {
    for (const text of Object.values(template.parts))
      expect(text).not.toMatch(/收到请?回复|后果自负|https?:|www\.|扫码/u);
  });

  test('tells where its facts are from and of which day', () => {
    const hasFacts = template.fields.some(({ name }) => name === 'source');
    const mustHave = ['marks', 'failed_courses', 'academic_warning', 'absence', 'registration'].includes(template.kind);
    expect(hasFacts).toBe(mustHave);
    if (hasFacts) expect(family).toMatch(/数据来源：.+，截至.+日/u);
  });
});

test.each([
  ['award', 'effort', '来得实在'],
  ['growth', 'conduct', '一点一点做出来'],
  ['term_greeting', 'news', '当了实训小组长'],
])('%s says nothing of the child that nobody said (%s)', (kind, field, words) => {
  const template = listTemplates(library).find((one) => one.kind === kind);
  if (template === undefined) throw new Error('no such template');
  const values = Object.fromEntries(Object.entries(template.sample).filter(([name]) => name !== field));
  for (const part of ['family', 'phone'] as const) {
    const told = renderTemplate(template, part, values);
    expect(told).not.toMatch(new RegExp(`${words}|踏踏实实|这次可以说`, 'u'));
    expect(told).not.toMatch(/\n\n\n|：。|undefined/u);
  }
  expect(renderTemplate(template, 'family', template.sample)).toContain(words);
});

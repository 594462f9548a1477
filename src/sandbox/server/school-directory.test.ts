import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Harness, startHarness } from '../../../test/support/sandbox-harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

interface Department {
  id: number;
  name: string;
  type: number;
  parentid: number;
}

async function departments(query = ''): Promise<Department[]> {
  return (await harness.call(`school/department/list${query}`)).departments as Department[];
}

test('the school, its grade and its classes, or a part of them', async () => {
  const all = await departments();
  expect(all.map(({ name, type }) => [name, type])).toEqual([
    ['学校', 5],
    ['全部年级', 2],
    ['软件2401', 1],
    ['软件2402', 1],
  ]);
  expect(await departments(`?id=${all[1]?.id}`)).toHaveLength(3);
  expect((await departments(`?id=${all[2]?.id}`)).map(({ name }) => name)).toEqual(['软件2401']);
  expect(await harness.call('school/department/list?id=99')).toMatchObject({ errcode: 60123, departments: [] });
});

test('users of one class only; an external id only for who follows', async () => {
  const [, , first, second] = await departments();
  expect(await harness.call('school/user/list?department_id=1')).toMatchObject({ errcode: 0, students: [] });
  const one = await harness.call(`school/user/list?department_id=${first?.id}`);
  expect(one.students).toMatchObject([
    { name: '张三', parents: [{ is_subscribe: 1, external_userid: 'wm_p_zhang_m' }, { is_subscribe: 1 }] },
  ]);
  const two = await harness.call(`school/user/list?department_id=${second?.id}`);
  expect(two.students).toMatchObject([{ name: '李四', parents: [{ parent_userid: 'p_li_m', is_subscribe: 0 }] }]);
  expect(JSON.stringify(two.students)).not.toContain('wm_p_li_m');
});

test.each([
  ['no department', 'school/user/list', 40058],
  ['a department that is none', 'school/user/list?department_id=abc', 40058],
  ['an unknown department', 'school/user/list?department_id=77', 60123],
])('%s is refused', async (_name, path, errcode) => {
  expect(await harness.call(path)).toMatchObject({ errcode, students: [] });
});

test('without the right both are refused, and POST is', async () => {
  harness.sandbox.setFault({ kind: 'school_directory_refused', isOn: true });
  expect((await harness.call('school/department/list')).errcode).toBe(48002);
  expect((await harness.call('school/user/list?department_id=1')).errcode).toBe(48002);
  expect((await harness.call('school/user/list', {})).errcode).toBe(43001);
});

import { expect, test } from 'vitest';
import { renderCommandsDoc, renderPermissionsDoc } from './docs.ts';
import { ACTIONS } from './permissions.ts';

test('every action is a row, every role a column', () => {
  const rows = renderPermissionsDoc()
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(rows).toHaveLength(2 + Object.keys(ACTIONS).length);
  expect(rows[0]).toBe('| Action | 辅导员 | 班主任 | 任课教师 | 分管领导 | 学工处 | 管理员 |');
  expect(rows).toContain('| 发处分告知 (`send_discipline_notice`) | own | – | – | college | all | – |');
});

test('a command without a summary is not listed', () => {
  const run = async () => ({ text: '' });
  const spec = {
    name: 'a',
    intents: ['help'],
    action: 'get_help',
    summary: '看帮助',
    examples: ['帮助'],
    run,
  } as const;
  const doc = renderCommandsDoc([spec, { ...spec, name: 'b', summary: null }]);
  expect(doc).toContain('## 看帮助\n\n`a` · understands: 帮助 (`help`) · needs: `get_help`\n\n- 帮助\n');
  expect(doc).not.toContain('`b`');
});

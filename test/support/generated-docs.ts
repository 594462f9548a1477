import { renderCommandsDoc, renderPermissionsDoc } from '../../src/command/index.ts';
import { renderEnvExample } from '../../src/config/index.ts';
import { listCommands } from '../../src/dialogue.ts';
import { loadCheckedTemplates } from '../../src/service.ts';
import { ERROR_CODES } from '../../src/shared/error-codes.ts';

/** Every file of the repository that is made from code, by path; `npm run docs` writes them, a test compares. */
export function renderGeneratedDocs(): ReadonlyMap<string, string> {
  const commands = listCommands({
    library: loadCheckedTemplates(),
    schoolName: '示范学院',
    publicUrl: () => 'https://jiaxin.example.edu.cn',
    isSchoolNoticeOn: true,
    limits: { maxSchoolNoticeBytes: 2_000, maxGroupTextBytes: 3_952, maxRobotTextBytes: 2_000 },
    quietHours: '21:00-08:00',
    timeZone: 'Asia/Shanghai',
    approvals: [],
    confirmDeliveries: async () => undefined,
    findPause: async () => null,
  });
  return new Map([
    ['.env.example', renderEnvExample()],
    ['docs/commands.md', renderCommandsDoc(commands)],
    ['docs/permissions.md', renderPermissionsDoc()],
    ['docs/errors.md', renderErrorsDoc()],
  ]);
}

function renderErrorsDoc(): string {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { status, retryable, userMessage }]) =>
      `| \`${code}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${userMessage} |`,
  );
  return [
    '# Errors',
    '',
    'Generated from `src/shared/error-codes.ts`; a test compares.',
    '',
    '| code | HTTP | a retry can help | what a person reads unless the place says more |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

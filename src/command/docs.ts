import type { StaffRole } from '../db/index.ts';
import type { CommandSpec } from './command.ts';
import { ACTIONS, type Action, PERMISSIONS, type Scope } from './permissions.ts';
import { INTENT_LABELS, ROLE_LABELS } from './texts.zh.ts';

/** docs/commands.md, from the commands themselves. Markdown. */
export function renderCommandsDoc(specs: readonly CommandSpec[]): string {
  const sections = specs
    .filter(({ summary }) => summary !== null)
    .map(({ name, summary, intents, action, examples }) =>
      [
        `## ${summary}`,
        '',
        `\`${name}\` · understands: ${intents.map((intent) => `${INTENT_LABELS[intent]} (\`${intent}\`)`).join(', ')} · needs: \`${action}\``,
        '',
        ...examples.map((example) => `- ${example}`),
      ].join('\n'),
    );
  return `${['# Commands', GENERATED, 'Lines need no slash and no fixed order; these are examples.', ...sections].join('\n\n')}\n`;
}

/** docs/permissions.md, from the one table of role × action × scope. Markdown. */
export function renderPermissionsDoc(): string {
  const roles = Object.keys(PERMISSIONS) as StaffRole[];
  const header = `| Action | ${roles.map((role) => ROLE_LABELS[role]).join(' | ')} |`;
  const rule = `| --- |${roles.map(() => ' --- |').join('')}`;
  const rows = (Object.keys(ACTIONS) as Action[]).map(
    (action) =>
      `| ${ACTIONS[action]} (\`${action}\`) | ${roles.map((role) => scopeLabel(PERMISSIONS[role][action])).join(' | ')} |`,
  );
  const legend =
    'own = classes of which the person is counsellor or class teacher; college = classes of the person’s college; all = every class; – = not allowed.';
  return `${['# Permissions', GENERATED, legend, [header, rule, ...rows].join('\n')].join('\n\n')}\n`;
}

const GENERATED = 'Generated from the code (`src/command/docs.ts`); a test compares.';

function scopeLabel(scope: Scope | undefined): string {
  return scope ?? '–';
}

import { SETTINGS } from './settings.ts';

/** The text of `.env.example`: every setting with its help and default. A test compares it with the file. */
export function renderEnvExample(): string {
  const lines = [
    '# Jiaxin (家信): every setting, its meaning and its default.',
    '# Copy to .env and fill in what you need. An empty variable counts as unset; the environment beats this file.',
  ];
  let section = '';
  for (const [name, setting] of Object.entries(SETTINGS)) {
    if (setting.section !== section) {
      section = setting.section;
      lines.push('', `# --- ${section} ---`);
    }
    lines.push('', `# ${setting.help}`, `${name}=${setting.defaultText}`);
  }
  return `${lines.join('\n')}\n`;
}

// npm run docs: writes the files that are made from code.
import { writeFileSync } from 'node:fs';
import { register } from 'tsx/esm/api';

register();
const { renderGeneratedDocs } = await import('../test/support/generated-docs.ts');
for (const [path, text] of renderGeneratedDocs()) writeFileSync(path, text);

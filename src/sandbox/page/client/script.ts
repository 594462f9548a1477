import { CHAT_SCRIPT } from './chat.ts';
import { CONTROLS_SCRIPT } from './controls.ts';
import { DOM_SCRIPT } from './dom.ts';
import { LOG_SCRIPT } from './log.ts';
import { PHONES_SCRIPT } from './phones.ts';
import { POLLING_SCRIPT } from './polling.ts';

/**
 * The page's script, one function scope in a few parts. Plain JavaScript kept in TypeScript strings, because it must be
 * served alike from `src` (tsx) and from the compiled `dist`, and a developer's play page deserves no bundler.
 */
export const CLIENT_SCRIPT = `'use strict';(() => {
${[DOM_SCRIPT, CHAT_SCRIPT, PHONES_SCRIPT, LOG_SCRIPT, CONTROLS_SCRIPT, POLLING_SCRIPT].join('\n')}
})();
`;

import type { Reply } from '../../command/index.ts';
import { findTemplate } from '../../template/index.ts';
import type { NoticeDependencies } from '../notice-dependencies.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import { ask, CANCEL_BUTTON } from './ask.ts';
import type { Composition } from './composition.ts';

/** Asks what is to be changed; with one field only, asks for that at once. `why` is said first. */
export function askEdit({ library }: NoticeDependencies, composition: Composition, why?: string): Reply {
  const template = findTemplate(library, composition.kind);
  const fields = template?.fields.filter(({ filledBy, name }) => filledBy === 'sender' && name !== 'toldStudent') ?? [];
  const [only] = fields;
  const lead = (text: string): string => (why === undefined ? text : `${why}\n${text}`);
  if (only === undefined) return { text: lead(texts.editNothing) };
  if (fields.length === 1) return ask(lead(texts.editBody), { step: `field:${only.name}` }, composition);
  const options = fields.map(({ name, label }) => ({ key: `edit_${name}`, label }));
  return ask(
    lead(texts.editWhich),
    { step: 'edit', options: [...options, CANCEL_BUTTON], acceptsText: false },
    composition,
  );
}

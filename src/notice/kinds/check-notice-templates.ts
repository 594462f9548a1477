import { checkKinds, checkTemplates, type TemplateLibrary, type TemplateProblem } from '../../template/index.ts';
import { checkText } from '../guard/index.ts';
import { NOTICE_KINDS } from './notice-kinds.ts';

/** Everything that is wrong with a loaded folder of templates, by file: kinds, lengths, the guard's verdict on each text. */
export function checkNoticeTemplates(library: TemplateLibrary): TemplateProblem[] {
  return [...checkKinds(library, NOTICE_KINDS), ...checkTemplates(library, checkText)];
}

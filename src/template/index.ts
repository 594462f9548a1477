export { checkKinds, checkTemplates, FOOTER_BYTES, MAX_TEXT_BYTES, type TemplateGuard } from './check-templates.ts';
export {
  findTemplate,
  getTemplate,
  getTemplateKind,
  listTemplates,
  type Template,
  type TemplateKind,
  type TemplateLibrary,
  type TemplatePart,
  type TemplateProblem,
  type TemplateValues,
} from './library.ts';
export { loadTemplates } from './load-templates.ts';
export type { KindPolicy, TemplateAudience, TemplateFact, TemplateField } from './meta.ts';
export { findGroupObstacle, findMissingFields, renderTemplate } from './render-template.ts';

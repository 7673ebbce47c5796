export { DEFAULT_TEMPLATES } from './defaults/index.js';
export { chooseTemplate, findTemplate, listTemplates } from './find.js';
export type { TemplateSectionInput } from './input.js';
export { templateFor, templateNamed } from './match.js';
export { resetTemplate, type SaveTemplateInput, saveTemplate } from './save.js';
export type { Template, TemplateSection } from './types.js';

export { isAmong, optionAs } from './options.js';
export { type Form, type FormFormat, type FormSheet, readForm } from './read-form.js';
export type { FormQuestion, Layout, Mapping, MarkColumn, Region } from './types.js';

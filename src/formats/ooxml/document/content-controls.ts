import { below, childOf, type Node, type PartText } from './part-tree.js';
import type { ControlKind, FoundControl } from './types.js';

/** Controls that hold other things than an answer. */
const OTHERS = [
  'picture',
  'docPartObj',
  'docPartList',
  'group',
  'citation',
  'bibliography',
  'equation',
  'repeatingSection',
  'repeatingSectionItem',
];
/** What a text cannot stand for. */
export const NOT_TEXT = [
  'drawing',
  'object',
  'pict',
  'fldChar',
  'fldSimple',
  'footnoteReference',
  'endnoteReference',
];

type Described = Omit<FoundControl, 'place' | 'part'> & { id: string };

/** What a content control (ECMA-376 part 1, 17.5.2) is; null where it is none that takes an answer. */
export function describeControl(node: Node, text: PartText): Described | null {
  const properties = childOf(node, 'sdtPr');
  const content = childOf(node, 'sdtContent');
  if (!content || OTHERS.some((name) => childOf(properties, name))) return null;
  const kind = kindOf(properties);
  // A control around other ones, or around rows of a table, is a frame.
  const isFrame = ['sdt', 'tbl', 'tr'].some((name) => !below(content, name).next().done);
  if (isFrame) return null;
  const lock = text.valOf(properties, 'lock');
  const locked = lock === 'contentLocked' || lock === 'sdtContentLocked';
  const prompting = text.isOn(properties, 'showingPlcHdr');
  const rich = NOT_TEXT.find((name) => !below(content, name).next().done);
  const shown = text.shown(content);
  return {
    id: text.valOf(properties, 'id') ?? '',
    kind,
    source: 'CONTENT_CONTROL',
    title: text.valOf(properties, 'alias'),
    tag: text.valOf(properties, 'tag'),
    value: enteredIn(kind, shown, prompting, properties, text),
    options: optionsOf(kind, properties, text),
    locked,
    bound: childOf(properties, 'dataBinding') !== null,
    node,
    field: null,
    prompting,
    refusal: locked
      ? { code: 'LOCKED', reason: 'The content of the control is locked.' }
      : rich
        ? {
            code: 'RICH_VALUE',
            reason: 'The control holds a picture, a field or a note, which a text would replace.',
          }
        : null,
  };
}

function kindOf(properties: Node | null): ControlKind {
  if (childOf(properties, 'checkbox')) return 'CHECKBOX';
  if (childOf(properties, 'dropDownList')) return 'DROPDOWN';
  if (childOf(properties, 'comboBox')) return 'COMBO';
  return childOf(properties, 'date') ? 'DATE' : 'TEXT';
}

function enteredIn(
  kind: ControlKind,
  shown: string,
  prompting: boolean,
  properties: Node | null,
  text: PartText,
) {
  if (kind === 'CHECKBOX') return text.isOn(childOf(properties, 'checkbox'), 'checked');
  if (prompting || shown.trim() === '') return null;
  if (kind !== 'DATE') return shown;
  const full = text.attribute(childOf(properties, 'date'), 'fullDate');
  return full ? full.slice(0, 10) : shown;
}

function optionsOf(kind: ControlKind, properties: Node | null, text: PartText): string[] | null {
  if (kind !== 'DROPDOWN' && kind !== 'COMBO') return null;
  return listItems(properties, text).map(({ shown }) => shown);
}

/** The entries of a list; the one that only asks to choose has no value. */
export function listItems(properties: Node | null, text: PartText): { shown: string; value: string }[] {
  const list = childOf(properties, 'dropDownList') ?? childOf(properties, 'comboBox');
  return (list?.children ?? []).flatMap((item) => {
    if (item.name !== 'listItem') return [];
    const value = text.attribute(item, 'value') ?? '';
    const shown = text.attribute(item, 'displayText') ?? value;
    return value === '' || shown === '' ? [] : [{ shown, value }];
  });
}

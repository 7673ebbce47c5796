import { childOf, type Node, type PartText } from './part-tree.js';
import type { FoundControl } from './types.js';

type Described = Omit<FoundControl, 'place' | 'part'> & { id: string };

interface OpenField {
  first: Node;
  data: Node | null;
  instruction: Node | null;
  separated: boolean;
  result: Node[];
}

/** Form fields as Word had them before content controls (ECMA-376 part 1, 17.16.17), in the order of their beginning. */
export function formFields(runs: Iterable<Node>, text: PartText): Described[] {
  const open: OpenField[] = [];
  const found: { first: Node; field: Described }[] = [];
  for (const run of runs) {
    const mark = childOf(run, 'fldChar');
    const kind = mark && text.attribute(mark, 'fldCharType');
    const current = open.at(-1);
    if (kind === 'begin')
      open.push({
        first: run,
        data: childOf(mark, 'ffData'),
        instruction: null,
        separated: false,
        result: [],
      });
    else if (kind === 'separate' && current) current.separated = true;
    else if (kind === 'end' && current) {
      open.pop();
      const described = describeField(current, run, text);
      if (described) found.push({ first: current.first, field: described });
    } else if (current?.separated) current.result.push(run);
    else if (current && childOf(run, 'instrText')) current.instruction = run;
  }
  return found.sort((a, b) => a.first.start - b.first.start).map(({ field }) => field);
}

function describeField(
  { first, data, instruction, separated, result }: OpenField,
  last: Node,
  text: PartText,
): Described | null {
  if (!data) return null;
  const [box, list, input] = ['checkBox', 'ddList', 'textInput'].map((name) => childOf(data, name));
  if (!box && !list && !input) return null;
  const locked = !text.isOn(data, 'enabled', true);
  const name = text.valOf(data, 'name');
  const shown = result.map((run) => text.runText(run)).join('');
  const options = list ? listEntries(list, text) : null;
  const isCalculated = /^(?:calculated|currentDate|currentTime)$/.test(
    text.valOf(input ?? null, 'type') ?? '',
  );
  return {
    id: name ?? '',
    kind: box ? 'CHECKBOX' : list ? 'DROPDOWN' : 'TEXT',
    source: 'FORM_FIELD',
    title: name,
    tag: null,
    // An empty field shows wide spaces, so that it can be seen.
    value: box ? isChecked(box, text) : list ? chosenOf(list, options!, text) : shown.trim() || null,
    options,
    locked,
    bound: false,
    node: first,
    field: { result, last, separated, instruction },
    prompting: false,
    refusal: locked
      ? { code: 'LOCKED', reason: 'The field does not take anything.' }
      : isCalculated
        ? { code: 'FORMULA', reason: 'The field is calculated.' }
        : null,
  };
}

const isChecked = (box: Node, text: PartText) =>
  childOf(box, 'checked') ? text.isOn(box, 'checked') : text.isOn(box, 'default');

export const listEntries = (list: Node, text: PartText): string[] =>
  list.children.filter(({ name }) => name === 'listEntry').map((entry) => text.attribute(entry, 'val') ?? '');

function chosenOf(list: Node, entries: string[], text: PartText): string | null {
  const chosen = text.valOf(list, 'result') ?? text.valOf(list, 'default');
  return chosen === null ? null : (entries[Number(chosen)] ?? null);
}

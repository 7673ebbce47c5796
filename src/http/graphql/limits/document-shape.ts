import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/** How large a document is with its fragments where they are spread; of several operations, the largest of each. */
export interface DocumentShape {
  /** Fields within fields. What is asked of the schema itself does not count: graphql has a rule of its own for it. */
  depth: number;
  aliases: number;
  directives: number;
}

const NOTHING: DocumentShape = { depth: 0, aliases: 0, directives: 0 };

/** Measures a document, valid or not, in time proportional to its text: each fragment is looked at once. */
export function shapeOf(document: DocumentNode): DocumentShape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, DocumentShape>();

  const ofFragment = (name: string): DocumentShape => {
    const measured = known.get(name);
    if (measured) return measured;
    const fragment = fragments.get(name);
    if (!fragment) return NOTHING;
    // One that spreads itself is refused by validation; here it must end.
    known.set(name, NOTHING);
    const shape = ofSelections(fragment.selectionSet);
    const total = { ...shape, directives: shape.directives + (fragment.directives?.length ?? 0) };
    known.set(name, total);
    return total;
  };

  const ofSelections = ({ selections }: SelectionSetNode): DocumentShape => {
    const total = { ...NOTHING };
    for (const selection of selections) {
      const isField = selection.kind === Kind.FIELD;
      if (isField && selection.alias) total.aliases++;
      total.directives += selection.directives?.length ?? 0;
      if (isField && selection.name.value.startsWith('__')) continue;
      const inner =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : selection.selectionSet
            ? ofSelections(selection.selectionSet)
            : NOTHING;
      total.depth = Math.max(total.depth, inner.depth + (isField ? 1 : 0));
      total.aliases += inner.aliases;
      total.directives += inner.directives;
    }
    return total;
  };

  const largest = { ...NOTHING };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, aliases, directives } = ofSelections(definition.selectionSet);
    largest.depth = Math.max(largest.depth, depth);
    largest.aliases = Math.max(largest.aliases, aliases);
    largest.directives = Math.max(largest.directives, directives + (definition.directives?.length ?? 0));
  }
  return largest;
}

import { child, type Element, isOn, valOf } from './xml.js';

interface Style {
  id: string;
  name: string;
  basedOn: string | null;
  properties: Element | undefined;
  bold: boolean | null;
}

/** What the styles say of a paragraph, its ancestors (`basedOn`) included. */
export class Styles {
  readonly #styles = new Map<string, Style>();

  constructor(root: Element | null) {
    for (const element of child(root ?? undefined, 'styles')?.children ?? []) {
      if (element.name !== 'style') continue;
      const id = element.attributes.styleId ?? '';
      const run = child(element, 'rPr');
      this.#styles.set(id, {
        id,
        name: valOf(element, 'name') ?? id,
        basedOn: valOf(element, 'basedOn') ?? null,
        properties: child(element, 'pPr'),
        bold: child(run, 'b') ? isOn(run, 'b') : null,
      });
    }
  }

  /** A style and its ancestors, nearest first; a ring of styles ends where it closes. */
  #chain(id: string | undefined): Style[] {
    const chain: Style[] = [];
    let style = id === undefined ? undefined : this.#styles.get(id);
    while (style && chain.length < 20 && !chain.includes(style)) {
      chain.push(style);
      style = style.basedOn === null ? undefined : this.#styles.get(style.basedOn);
    }
    return chain;
  }

  /** 1-based heading level of a style: its outline level, or the number in the name of a built-in heading. */
  headingLevel(id: string | undefined): number | null {
    for (const style of this.#chain(id)) {
      const outline = valOf(style.properties, 'outlineLvl');
      if (outline !== undefined) return Number(outline) < 9 ? Number(outline) + 1 : null;
      const named = /^heading ?([1-9])$/i.exec(style.name) ?? /^heading([1-9])$/i.exec(style.id);
      if (named) return Number(named[1]);
      if (/^title$/i.test(style.name)) return 1;
      if (/^subtitle$/i.test(style.name)) return 2;
    }
    return null;
  }

  isContents(id: string | undefined): boolean {
    return this.#chain(id).some((style) => /^(?:toc ?\d|table of figures|toc heading)$/i.test(style.name));
  }

  isBold(id: string | undefined): boolean {
    return this.#chain(id).find((style) => style.bold !== null)?.bold ?? false;
  }

  /** The numbering a style carries; the level is null where the list ties it to the style. */
  numbering(id: string | undefined): { numId: string; level: number | null; style: string } | null {
    for (const style of this.#chain(id)) {
      const numbering = child(style.properties, 'numPr');
      const numId = valOf(numbering, 'numId');
      if (numId === undefined) continue;
      const level = valOf(numbering, 'ilvl');
      return numId === '0'
        ? null
        : { numId, level: level === undefined ? null : Number(level), style: style.id };
    }
    return null;
  }
}

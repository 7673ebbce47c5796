/** What a text in brackets begins with where something else is to stand in its place. */
const TO_FILL_IN =
  'insert|enter|add|your|name|date|company|client|customer|vendor|supplier|bidder|contractor|buyer|placeholder|tb[acd]|' +
  'todo|to be|number|no\\. of|amount|quantity|count|figure|percent(?:age)?|value|price|currency|address|city|country|year|' +
  'month|days?|hours?|minutes?|role|position|e-?mail|phone|telephone|url|product|service|region|location|contact|person|' +
  'signature|specify|describe|fill|complete|state|please|x{2,5}|n{2,3}|yyyy|organi[sz]ation|department|project|' +
  'rate|text|duration|industry|sector|language|details|reference|description|title|link|time';

const MARKS = [
  /\b(?:TB[ACD]|TODO|FIXME)\b|_{4,}|\?{3,}|:\s?(?:\.{5,}|…{2,})|\{\{[^}\n]{1,80}\}\}|%[A-Z][A-Z_]{2,30}%/,
  /lorem ipsum|\b(?:click|tap) (?:or tap )?here to enter|\bchoose an item\b|\b(?:insert|enter|your) [^.\n]{1,40} here\b/i,
  // Square brackets that are no link, no footnote and no index; in capitals whatever they hold.
  new RegExp(String.raw`(?<![\w)\]!])\[(?:(?:${TO_FILL_IN})\b[^\]\n]{0,80}|[ _]{3,}|[●•])\](?![(\[:])`, 'i'),
  /(?<![\w)\]!])\[\p{Lu}+(?:[ _/-]\p{Lu}+)+\](?![([:])/u,
  // Angle brackets that are no tag.
  new RegExp(
    String.raw`<{1,2}(?!/|(?:address|date|title|details|text|link|time)[\s>])(?:${TO_FILL_IN})\b[^<>=\n/]{0,80}>|<<[^<>\n]{1,60}>>`,
    'i',
  ),
  /<\p{Lu}{2,}(?:[ _-]\p{Lu}+)*>/u,
  // "XX days", "in xx countries", but neither "Super Bowl XX" nor "4xx".
  /\bX{4,}\b|(?<!\p{Lu}[\p{L}.]{0,30}\s)(?<![\w.-])(?:X{2,3}|x{2,4})(?![\w-]|\s[\p{Lu}–-])/u,
  /(?:^|\b(?:is|are)\s|[:(]\s?)(?:still )?to be (?:confirmed|determined|announced|advised|completed|defined|added)(?=\s*(?:[.;)]|$))/im,
];

/** The first thing in a text that was meant to be replaced ("[NUMBER]", "<amount>", "TODO", "____"); null without any. */
export function placeholderIn(text: string): string | null {
  let first: RegExpExecArray | null = null;
  for (const mark of MARKS) {
    const match = mark.exec(text);
    if (match && (first === null || match.index < first.index)) first = match;
  }
  return first?.[0] ?? null;
}

export const hasPlaceholder = (text: string): boolean => MARKS.some((mark) => mark.test(text));

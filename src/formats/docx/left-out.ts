import type { LeftOutKind } from '../left-out.js';
import { child, descendants, type Element, isOn } from './xml.js';

/** What stands in a Word document beside the text that is read, by kind. */
export function leftOutOf(
  main: Element,
  comments: Element | null,
  names: string[],
  unreadChunks: number,
): [LeftOutKind, number][] {
  let deleted = 0;
  let hidden = 0;
  for (const each of descendants(main, 'del')) if (child(each, 'r')) deleted++;
  for (const run of descendants(main, 'r'))
    if (isOn(child(run, 'rPr'), 'vanish') && child(run, 't')?.text.trim()) hidden++;
  const count = (path: RegExp) => names.filter((name) => path.test(name)).length;
  return [
    ['COMMENTS', comments ? [...descendants(comments, 'comment')].length : 0],
    ['DELETED_TEXT', deleted],
    ['HIDDEN_TEXT', hidden],
    ['EMBEDDED_FILES', count(/^word\/(?:embeddings\/|charts\/chart\d|diagrams\/data)/) + unreadChunks],
    ['PICTURES', count(/^word\/media\/.+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)$/i)],
  ];
}

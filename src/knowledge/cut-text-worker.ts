import { type NewPassage, passagesOfText } from './passages.js';

export default ({
  title,
  content,
}: {
  title: string;
  content: string;
}): Promise<NewPassage[]> | NewPassage[] => passagesOfText(title, content);

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import { graymapOf, type Raster } from './raster.js';

/** A recognised word, in pixels from the top left corner. */
export interface Word {
  text: string;
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  /** Percent. */
  confidence: number;
}

/** A recognised line; its baseline may be slanted. */
export interface WordLine {
  words: Word[];
  baseline: { x0: number; y0: number; x1: number; y1: number };
  /** From the deepest descender to the highest ascender of the line's type. */
  height: number;
}

// The language data is part of a package; nothing is downloaded.
const require = createRequire(import.meta.url);
const LANGUAGE_DATA = join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');

/** Reads the text of pictures. It takes some 300 MB while it is open. */
export class Recogniser implements AsyncDisposable {
  private constructor(private readonly worker: Worker) {}

  static async open(): Promise<Recogniser> {
    const worker = await createWorker('eng', OEM.LSTM_ONLY, {
      langPath: LANGUAGE_DATA,
      gzip: true,
      cacheMethod: 'none',
    });
    await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO });
    return new Recogniser(worker);
  }

  async recognise(raster: Raster): Promise<WordLine[]> {
    const { data } = await this.worker.recognize(
      graymapOf(raster),
      { user_defined_dpi: String(Math.round(raster.dpi)) } as object,
      { text: false, blocks: true },
    );
    return (data.blocks ?? [])
      .flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines))
      .map(({ words, baseline, rowAttributes }) => ({
        words: words.map(({ text, bbox, confidence }) => ({ text, ...bbox, confidence })),
        baseline,
        height: rowAttributes.rowHeight,
      }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.worker.terminate();
  }
}

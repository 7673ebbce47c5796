/** A picture in shades of gray, 0 black to 255 white, row by row from the top. */
export interface Raster {
  width: number;
  height: number;
  gray: Uint8Array;
  /** Dots per inch: how many pixels make 72 points of the page. */
  dpi: number;
}

/** Rec. 601 luma of RGBA pixels. What is see-through is taken to lie on white. */
export function grayOf(rgba: Uint8ClampedArray, width: number, height: number, dpi: number): Raster {
  const gray = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < gray.length; at++, from += 4) {
    const alpha = rgba[from + 3]!;
    const luma = (rgba[from]! * 77 + rgba[from + 1]! * 150 + rgba[from + 2]! * 29) >> 8;
    gray[at] = alpha === 255 ? luma : (255 + ((luma - 255) * alpha) / 255) | 0;
  }
  return { width, height, gray, dpi };
}

/** The same picture turned to the right by quarters. */
export function turned({ width, height, gray, dpi }: Raster, quarters: number): Raster {
  if (quarters === 0) return { width, height, gray, dpi };
  const out = new Uint8Array(gray.length);
  const [w, h] = quarters % 2 === 0 ? [width, height] : [height, width];
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from++) {
      const [tx, ty] =
        quarters === 1
          ? [height - 1 - y, x]
          : quarters === 2
            ? [width - 1 - x, height - 1 - y]
            : [y, width - 1 - x];
      out[ty * w + tx] = gray[from]!;
    }
  }
  return { width: w, height: h, gray: out, dpi };
}

/** As a portable graymap, which the engine reads as it is. */
export function graymapOf({ width, height, gray }: Raster): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), gray]);
}

/** Below this a pixel counts as ink. */
export const INK = 140;

/** Whether there is next to nothing on the picture. */
export function isBlank({ gray }: Raster): boolean {
  let ink = 0;
  // Every third pixel tells as much as all of them.
  for (let at = 0; at < gray.length; at += 3) if (gray[at]! < INK) ink++;
  return ink * 3 < gray.length * 0.00005;
}

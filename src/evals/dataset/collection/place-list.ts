import type { Place } from '../../../base/failure.ts';
import { NumberList } from './number-list.ts';

/** A place without its column. */
export type LinePlace = Pick<Place, 'file' | 'line'>;

/** Lines of files, in the order they came, without an object for each. */
export class PlaceList {
  readonly #lines = new NumberList();
  readonly #files: { readonly file: string; readonly from: number }[] = [];

  push({ file, line }: LinePlace): void {
    if (this.#files.at(-1)?.file !== file) this.#files.push({ file, from: this.#lines.length });
    this.#lines.push(line);
  }

  at(index: number): LinePlace {
    const file = this.#files.findLast((one) => one.from <= index)?.file ?? '';
    return { file, line: this.#lines.at(index) };
  }
}

/** A place as a message about a row says it: the file only where it is another. */
export function placeText({ file, line }: LinePlace, from: LinePlace): string {
  return `line ${line}${file === from.file ? '' : ` of ${file}`}`;
}

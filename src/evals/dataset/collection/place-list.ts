import type { Place } from '../../../base/failure.ts';
import { NumberList } from './number-list.ts';

/** Lines of files, in the order they came, without an object for each. */
export class PlaceList {
  readonly #lines = new NumberList();
  readonly #files: { readonly file: string; readonly from: number }[] = [];

  push({ file, line }: Place): void {
    if (this.#files.at(-1)?.file !== file) this.#files.push({ file, from: this.#lines.length });
    this.#lines.push(line);
  }

  /** As a message about a row says it: the file only where it is another. */
  text(index: number, from: Place): string {
    const file = this.#files.findLast((one) => one.from <= index)?.file;
    return `line ${this.#lines.at(index)}${file === undefined || file === from.file ? '' : ` of ${file}`}`;
  }
}

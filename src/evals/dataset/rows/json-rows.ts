import type { Diagnostic } from '../../../base/diagnostic.ts';
import type { Place } from '../../../base/failure.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import { jsonErrorOffset } from './json-scanner.ts';
import { datasetError } from './raw-rows.ts';
import { type RowOrFinding, type RowReader, rowText, tooLongRow } from './row-reader.ts';

/** Where in the list the reader stands; `stopped` once nothing after can be trusted. */
type State = 'before-list' | 'before-first' | 'before-next' | 'in-item' | 'after-list' | 'stopped';

const [TAB, NEWLINE, RETURN, SPACE] = [9, 10, 13, 32];
const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const NOT_JSON = 'This file is not JSON, or nests without end.';

/**
 * Reads a JSON array of rows, item by item.
 *
 * Finds only where items end; each is then parsed by itself. The first thing that is no JSON ends the reading: what comes
 * after has lost its meaning.
 */
export function jsonRows(file: string): RowReader {
  const scanner = new ListScanner(file);
  return {
    push: (text) => scanner.push(text),
    end: () => scanner.end(),
  };
}

class ListScanner {
  readonly #file: string;
  readonly #item = rowText();
  #items: RowOrFinding[] = [];
  #state: State = 'before-list';
  #start: Place;
  /** Of the brackets inside an item. */
  #depth = 0;
  #inText = false;
  #isEscaped = false;
  #line = 1;
  /** Offset in the file of the first character of the line, and of the piece. */
  #lineStart = 0;
  #pieceStart = 0;

  constructor(file: string) {
    this.#file = file;
    this.#start = { file, line: 1, column: 1 };
  }

  push(text: string): readonly RowOrFinding[] {
    let from = 0;
    for (let at = 0; at < text.length && this.#state !== 'stopped'; at += 1) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) {
        this.#line += 1;
        this.#lineStart = this.#pieceStart + at + 1;
      }
      if (this.#state === 'in-item') {
        if (this.#isInside(code)) continue;
        this.#item.add(text.slice(from, at));
        this.#endItem(code);
      } else if (code !== SPACE && code !== NEWLINE && code !== RETURN && code !== TAB) {
        this.#outside(code, at);
        from = at;
        // A scalar of one character ends with what follows it; brackets and quotes count from here on.
        if (this.#enteredItem()) this.#isInside(code);
      }
    }
    if (this.#state === 'in-item') this.#item.add(text.slice(from));
    this.#pieceStart += text.length;
    return this.#taken();
  }

  end(): readonly RowOrFinding[] {
    if (this.#state === 'in-item') this.#endTorn();
    else if (this.#state !== 'after-list' && this.#state !== 'stopped') this.#stop(this.#placeOf(0));
    return this.#taken();
  }

  /** Follows an item; false at the comma or bracket that ends it. */
  #isInside(code: number): boolean {
    if (this.#inText) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (code === BACKSLASH) this.#isEscaped = true;
      else if (code === QUOTE) this.#inText = false;
      return true;
    }
    if (this.#depth === 0 && (code === COMMA || code === CLOSE_LIST)) return false;
    if (code === QUOTE) this.#inText = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) this.#depth += 1;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) this.#depth -= 1;
    return true;
  }

  #outside(code: number, at: number): void {
    const place = this.#placeOf(at);
    if (this.#state === 'before-list') {
      if (code === OPEN_LIST) this.#state = 'before-first';
      else this.#stop(place, /[{"\w-]/.test(String.fromCharCode(code)) ? 'not-a-list' : 'not-json');
    } else if (this.#state === 'before-first' && code === CLOSE_LIST) {
      this.#state = 'after-list';
    } else if (this.#state === 'after-list' || code === COMMA || code === CLOSE_LIST) {
      this.#stop(place);
    } else {
      this.#state = 'in-item';
      this.#start = place;
      this.#depth = 0;
    }
  }

  #enteredItem(): boolean {
    return this.#state === 'in-item';
  }

  #endItem(code: number): void {
    this.#state = code === COMMA ? 'before-next' : 'after-list';
    const text = this.#item.take();
    if (text === undefined) {
      this.#items.push(tooLongRow(this.#start));
      return;
    }
    const value = jsonValue(text);
    if (value === undefined) this.#stop(placeAfter(this.#start, text.slice(0, jsonErrorOffset(text) ?? 0)));
    else this.#items.push({ value, where: this.#start });
  }

  /** The file ends inside an item, or the list is not closed after it. */
  #endTorn(): void {
    const text = this.#item.take();
    if (text === undefined) this.#items.push(tooLongRow(this.#start));
    else this.#stop(placeAfter(this.#start, text.slice(0, jsonErrorOffset(text) ?? text.length)));
  }

  #stop(where: Place, why: 'not-json' | 'not-a-list' = 'not-json'): void {
    this.#state = 'stopped';
    this.#items.push(
      why === 'not-json' ? notJson(where, NOT_JSON) : datasetError(where, 'dataset-not-a-list', 'A JSON dataset is a list of rows.'),
    );
  }

  #placeOf(at: number): Place {
    return { file: this.#file, line: this.#line, column: this.#pieceStart + at - this.#lineStart + 1 };
  }

  #taken(): readonly RowOrFinding[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }
}

function placeAfter({ file, line, column }: Place, text: string): Place {
  const breaks = text.split('\n').length - 1;
  return { file, line: line + breaks, column: breaks === 0 ? column + text.length : text.length - text.lastIndexOf('\n') };
}

export function notJson(where: Place, message: string): Diagnostic {
  return datasetError(
    where,
    'dataset-syntax',
    message,
    'The place named is where the JSON breaks; check quotes, commas and brackets there.',
  );
}

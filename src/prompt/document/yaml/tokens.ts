import { CST, Lexer, Parser } from 'yaml';
import { conflictFinding } from '../conflict-finding.ts';
import type { Said, SourceText, Span } from '../source-text.ts';
import type { YamlLimits } from './limits.ts';

/** How deep lists and mappings may nest, aliases included. */
export const MAX_DEPTH = 100;

/** So many marks with no value between them is not a document that anyone wrote. */
const MAX_MARKS_IN_A_ROW = 1000;

const CONTROL = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F]/;

const LONE_RETURN = /\r(?!\n)/;
const LONE_RETURNS = /\r(?!\n)/g;

/** Why a text is refused before it becomes a tree. */
export interface Refusal extends Said {
  readonly at: Span;
}

/**
 * The concrete syntax of one YAML document, or why it is refused.
 *
 * The parser below takes one stack frame per level when it builds the tree and dies with the whole process
 * on deep nesting, so depth, size and repetition are checked here, while the text is still a flat stream.
 */
export function readTokens(source: SourceText, { maxBytes, maxTokens }: YamlLimits): readonly CST.Token[] | Refusal {
  return refuseText(source.text, maxBytes) ?? readGuarded(source.text, maxTokens);
}

function refuseText(text: string, maxBytes: number): Refusal | undefined {
  if (text.length > maxBytes || new TextEncoder().encode(text).length > maxBytes) {
    const message = `The file is larger than ${Math.floor(maxBytes / 1024)} kB.`;
    return {
      at: { start: 0, end: 0 },
      rule: 'yaml-too-large',
      message,
      hint: 'Split it: long texts into partials, data into a JSON Lines file.',
    };
  }
  return conflictFinding(text) ?? refuseLineEnds(text) ?? refuseControls(text);
}

/** A lone carriage return ends a line on the screen and not for YAML. */
function refuseLineEnds(text: string): Refusal | undefined {
  const first = text.search(LONE_RETURN);
  if (first < 0) return undefined;
  const last = text.lastIndexOf('\r') + 1;
  const fix = { title: 'End lines with LF', start: first, end: last, text: text.slice(first, last).replace(LONE_RETURNS, '\n') };
  return {
    at: { start: first, end: first + 1 },
    rule: 'yaml-line-end',
    message: 'A carriage return stands without a line feed.',
    hint: 'Save the file with LF line ends; inside a text write "\\r".',
    fix,
  };
}

function refuseControls(text: string): Refusal | undefined {
  const control = CONTROL.exec(text);
  if (control === null) return undefined;
  const at = { start: control.index, end: control.index + 1 };
  const code = control[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase();
  const hint = `Remove it, or write it as "\\u${code}" in a double-quoted text.`;
  const fix = { title: `Remove U+${code}`, ...at, text: '' };
  return { at, rule: 'yaml-control-character', message: `The control character U+${code} may not stand in a YAML file.`, hint, fix };
}

function readGuarded(text: string, maxTokens: number): readonly CST.Token[] | Refusal {
  const parser = new Parser();
  const guard = new Guard(maxTokens);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    const refusal = guard.see(lexeme);
    if (refusal !== undefined) return refusal;
    for (const token of parser.next(lexeme)) tokens.push(token);
  }
  tokens.push(...parser.end());
  return refuseTokens(tokens) ?? tokens;
}

/** Watches the stream of lexemes for what would cost too much to read. */
class Guard {
  readonly #maxTokens: number;
  #offset = 0;
  #tokens = 0;
  #marksInARow = 0;
  #flowDepth = 0;
  #marksOnLine = 0;
  #atScalar = false;

  constructor(maxTokens: number) {
    this.#maxTokens = maxTokens;
  }

  see(lexeme: string): Refusal | undefined {
    const type = this.#atScalar ? 'text' : CST.tokenType(lexeme);
    this.#atScalar = type === 'scalar';
    // Signals of the lexer to the parser, with no text of their own.
    if (type === 'scalar' || type === 'doc-mode' || type === 'flow-error-end') return undefined;
    this.#count(type);
    const refusal = this.#refuse({ start: this.#offset, end: this.#offset + 1 });
    this.#offset += lexeme.length;
    return refusal;
  }

  #refuse(at: Span): Refusal | undefined {
    if (this.#flowDepth > MAX_DEPTH || this.#marksOnLine > MAX_DEPTH) return tooDeep(at);
    if (this.#marksInARow > MAX_MARKS_IN_A_ROW) {
      return { at, rule: 'yaml-syntax', message: `${MAX_MARKS_IN_A_ROW} punctuation marks stand here with no value between them.` };
    }
    if (this.#tokens <= this.#maxTokens) return undefined;
    return {
      at,
      rule: 'yaml-too-large',
      message: `The file holds more than ${this.#maxTokens} values, marks and lines.`,
      hint: 'Keep large data in a JSON Lines file.',
    };
  }

  #count(type: CST.TokenType | 'text' | null): void {
    this.#tokens += 1;
    switch (type) {
      case 'newline':
        this.#marksOnLine = 0;
        break;
      case 'space':
      case 'comment':
      case 'byte-order-mark':
        break;
      case 'flow-map-start':
      case 'flow-seq-start':
        this.#flowDepth += 1;
        this.#marksInARow += 1;
        break;
      case 'flow-map-end':
      case 'flow-seq-end':
        this.#flowDepth = Math.max(0, this.#flowDepth - 1);
        this.#marksInARow += 1;
        break;
      case 'seq-item-ind':
      case 'explicit-key-ind':
      case 'map-value-ind':
        // Inside brackets these marks do not nest.
        if (this.#flowDepth === 0) this.#marksOnLine += 1;
        this.#marksInARow += 1;
        break;
      case 'text':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
      case 'block-scalar-header':
      case 'alias':
        this.#marksInARow = 0;
        break;
      default:
        this.#marksInARow += 1;
    }
  }
}

/** What can only be seen once the marks are put together. */
function refuseTokens(tokens: readonly CST.Token[]): Refusal | undefined {
  const directive = tokens.find((token) => token.type === 'directive');
  if (directive !== undefined) {
    const at = { start: directive.offset, end: directive.offset + directive.source.length };
    return { at, rule: 'yaml-directive', message: `The directive "${directive.source}" is not supported.`, hint: 'Remove the line.' };
  }
  const second = tokens.filter((token) => token.type === 'document')[1];
  if (second !== undefined) {
    const at = { start: second.offset, end: second.offset + 3 };
    return { at, rule: 'yaml-several-documents', message: 'A second YAML document starts here.', hint: 'Keep one document per file.' };
  }
  const deep = firstTooDeep(tokens);
  return deep && tooDeep({ start: deep.offset, end: deep.offset + 1 });
}

/** Walks without recursion: the stack is what is to be protected. */
function firstTooDeep(tokens: readonly CST.Token[]): CST.Token | undefined {
  const open: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) return token;
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth });
    if (!CST.isCollection(token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return undefined;
}

function tooDeep(at: Span): Refusal {
  return { at, rule: 'yaml-too-deep', message: `Lists and mappings nest deeper than ${MAX_DEPTH} levels.`, hint: 'Flatten the value.' };
}

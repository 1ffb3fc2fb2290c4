import { type ForeignText, refusal } from '../foreign-text.ts';

/** A piece of a Jinja template; white space that tags take off the texts beside them is off already. */
export type JinjaToken =
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'comment'; readonly text: string; readonly at: number }
  | { readonly kind: 'output'; readonly text: string; readonly at: number }
  | { readonly kind: 'statement'; readonly name: string; readonly text: string; readonly at: number };

const ENDS = { '{{': '}}', '{%': '%}', '{#': '#}' } as const;
type Opening = keyof typeof ENDS;
const RAW_END = /\{%[-+]?\s*endraw\s*([-+]?)%\}/g;

/**
 * Cuts a Jinja template into texts and tags.
 *
 * The parser of the language gives no places; here every tag keeps its own, and its inside is parsed alone.
 */
export function scanTags(source: ForeignText, { keepsLastNewline }: { readonly keepsLastNewline: boolean }): JinjaToken[] {
  const text = keepsLastNewline ? source.text : source.text.replace(/\n$/, '');
  const tokens: JinjaToken[] = [];
  let strip = false;
  let at = 0;
  const addText = (end: number, stripEnd: boolean) => {
    const piece = text.slice(at, end);
    const started = strip ? piece.trimStart() : piece;
    const kept = stripEnd ? started.trimEnd() : started;
    if (kept !== '') tokens.push({ kind: 'text', text: kept, at });
  };
  for (let open = nextOpening(text, at); open !== -1; open = nextOpening(text, at)) {
    const opening = text.slice(open, open + 2) as Opening;
    const sign = text[open + 2] ?? '';
    const start = open + 2 + (sign === '-' || sign === '+' ? 1 : 0);
    addText(open, sign === '-');
    const close = closing(source, text, opening, start, open);
    const inside = text.slice(start, close);
    const stripNext = /[-+]$/.exec(inside)?.[0] ?? '';
    const body = stripNext === '' || (opening === '{{' && stripNext === '+') ? inside : inside.slice(0, -1);
    at = close + 2;
    strip = stripNext === '-';
    if (opening === '{%' && body.trim() === 'raw') {
      [at, strip] = addRaw(source, text, { at, strip, open }, tokens);
    } else tokens.push(tokenOf(opening, body, open));
  }
  addText(text.length, false);
  return tokens;
}

function tokenOf(opening: Opening, body: string, at: number): JinjaToken {
  if (opening === '{#') return { kind: 'comment', text: body, at };
  if (opening === '{{') return { kind: 'output', text: body, at };
  const [, name = '', rest = ''] = /^\s*(\w*)([\s\S]*)$/.exec(body) ?? [];
  return { kind: 'statement', name, text: rest.trim(), at };
}

function addRaw(
  source: ForeignText,
  text: string,
  { at, strip, open }: { at: number; strip: boolean; open: number },
  tokens: JinjaToken[],
): [number, boolean] {
  RAW_END.lastIndex = at;
  const end = RAW_END.exec(text);
  if (end === null) throw refusal(source, open, 'This {% raw %} is not closed.', 'Add {% endraw %}.');
  const piece = text.slice(at, end.index);
  const started = strip ? piece.trimStart() : piece;
  const kept = /^\{%-/.test(end[0]) ? started.trimEnd() : started;
  if (kept !== '') tokens.push({ kind: 'text', text: kept, at });
  return [end.index + end[0].length, end[1] === '-'];
}

function nextOpening(text: string, from: number): number {
  for (let at = text.indexOf('{', from); at !== -1; at = text.indexOf('{', at + 1)) if (text.slice(at, at + 2) in ENDS) return at;
  return -1;
}

/** What matters on the way to the end of a tag: quoted texts as a whole, and braces. */
const INSIDE = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|[{}%]/g;

/** Where a tag ends; quotes and braces inside it belong to it. */
function closing(source: ForeignText, text: string, opening: Opening, from: number, open: number): number {
  const end = ENDS[opening];
  const found = opening === '{#' ? text.indexOf(end, from) : tagEnd(text, end, from);
  if (found !== -1) return found;
  throw refusal(source, open, `This \`${opening}\` is not closed.`, `Add \`${end}\`.`);
}

function tagEnd(text: string, end: string, from: number): number {
  INSIDE.lastIndex = from;
  let depth = 0;
  for (let match = INSIDE.exec(text); match !== null; match = INSIDE.exec(text)) {
    if (depth === 0 && text.startsWith(end, match.index)) return match.index;
    if (match[0] === '{') depth += 1;
    if (match[0] === '}') depth -= 1;
  }
  return -1;
}

/** A template language that people bring with them, and the sign by which a tag shows it. */
const SIGNS: readonly (readonly [language: string, sign: RegExp])[] = [
  ['Handlebars', /^\{\{[-~]?\s*(?:[#/>^&!{]|else\b|this\b|@|\.\.\/)/],
  ['Jinja', /^\{%-?\s*(?:from|import|set|macro|call|elif|extends|with|autoescape|filter|endset|endmacro|do)\b/],
  ['Jinja', /^\{%-?\s*(?:if|elsif|unless)\s.*\s(?:is|in)\s/],
  ['Jinja', /^\{%-?\s*for\s.*\sif\s/],
  ['Jinja', /^\{\{.*\s(?:[~+*/]|if|is|in)\s/],
  ['Jinja', /(?:\||\.)\s*\w+\(/],
  ['Handlebars', /^\{\{[-~]?\s*\w+(?:\s+[\w."'=]+)+\s*[-~]?\}\}$/],
];

/** The language that a tag (with its delimiters) seems to be written in, when it is not Liquid. */
export function foreignLanguage(tag: string): string | undefined {
  return SIGNS.find(([, sign]) => sign.test(tag))?.[0];
}

/** The instruction that goes with it. */
export function foreignHint(language: string): string {
  return `This looks like ${language}: \`promptlane import\` translates files of other tools; or rewrite it in Liquid, or set \`template: none\` to keep it as text.`;
}

/** The tag or output that an offset lies in, with its delimiters; a rest of the line when it is not closed. */
export function tagAround(text: string, offset: number): { readonly begin: number; readonly source: string } {
  const before = text.slice(0, offset + 2);
  const delimiter = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  // A third brace belongs to it: `{{{html}}}`.
  const begin = text[delimiter - 1] === '{' ? delimiter - 1 : delimiter;
  if (begin === -1) return { begin: offset, source: text.slice(offset, offset + 1) };
  const close = text.startsWith('{%', delimiter) ? '%}' : '}}';
  const end = text.indexOf(close, begin);
  const lineEnd = text.indexOf('\n', begin);
  if (end !== -1) return { begin, source: text.slice(begin, end + (begin === delimiter ? 2 : 3)) };
  return { begin, source: text.slice(begin, lineEnd === -1 ? undefined : lineEnd) };
}

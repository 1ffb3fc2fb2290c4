import type { ForeignFile } from '../foreign-format.ts';

/** A file that is YAML between two lines of `---`, and a text after them. */
export interface FrontMatter {
  /** The YAML, at its place in the file, so that places in the one are places in the other. */
  readonly yaml: ForeignFile;
  readonly body: string;
  /** Where the body starts in the file. */
  readonly bodyStart: number;
}

/** Parts a file; nothing when it has no front matter. */
export function frontMatter({ path, text }: ForeignFile): FrontMatter | undefined {
  const opening = /^\uFEFF?[^\S\r\n]*---[^\S\r\n]*(?:\r\n|\r|\n)/.exec(text);
  if (opening === null) return undefined;
  const closing = /^---[^\S\r\n]*(?:\r\n|\r|\n|$)/gm;
  closing.lastIndex = opening[0].length;
  const end = closing.exec(text);
  if (end === null) return undefined;
  // The opening marker becomes a comment of the same length.
  const yaml = { path, text: text.slice(0, end.index).replace('---', '#--') };
  const bodyStart = end.index + end[0].length;
  return { yaml, body: text.slice(bodyStart), bodyStart };
}

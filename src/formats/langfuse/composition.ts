import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import { literalInLiquid } from '../exported-texts.ts';
import type { ForeignDocument } from '../foreign-document.ts';
import type { ForeignTree } from '../foreign-format.ts';
import { importedId } from '../imported-id.ts';
import { chosenEntry, entriesByName, type LangfuseEntry } from './langfuse-entry.ts';

/** `@@@langfusePrompt:name=Tone|label=production@@@`: the text of another prompt stands here. */
const TAG = /@@@langfusePrompt:name=([^|@]*)\|(version|label)=([^|@]*)@@@/g;

/** True when texts of other prompts are part of a text. */
export function isComposed(text: string): boolean {
  return text.search(TAG) >= 0;
}

/** Names of the prompts whose text another prompt of the tree includes: they are partials here. */
export function includedNames(tree: ForeignTree): ReadonlySet<string> {
  const chosen = [...entriesByName(tree).values()].flatMap((entries) => chosenEntry(entries) ?? []);
  return new Set(chosen.flatMap(({ value }) => [...JSON.stringify(value.prompt).matchAll(TAG)].map(([, name = '']) => name)));
}

/**
 * A text of the `simple` dialect in Liquid, with its includes as partials.
 *
 * @throws Failure `import-refused` for a prompt that is not in the tree, or not as the version that is asked for.
 */
export function composedText(text: string, document: ForeignDocument, path: ValuePath, tree: ForeignTree): string {
  let written = '';
  let from = 0;
  for (const match of text.matchAll(TAG)) {
    const [source, name = '', by = '', wanted = ''] = match;
    const problem = problemWith(entriesByName(tree).get(name) ?? [], name, by, wanted);
    if (problem !== undefined) {
      const before = text.slice(0, match.index).split('\n');
      const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
      document.refuse(path, problem, { position, hint: 'Import it together with this one, as a text prompt.' });
    }
    written += `${literalInLiquid(text.slice(from, match.index), 'simple')}{% render "${importedId(name)}" %}`;
    from = match.index + source.length;
  }
  return written + literalInLiquid(text.slice(from), 'simple');
}

/** Why an include cannot be kept, or nothing. One version of each prompt is imported; it must be the one that is asked for. */
function problemWith(entries: readonly LangfuseEntry[], name: string, by: string, wanted: string): string | undefined {
  const chosen = chosenEntry(entries);
  if (chosen === undefined) return `The prompt "${name}" that is included here is not among the given files.`;
  if (typeof chosen.value.prompt !== 'string') return `"${name}" is included here, but is no text prompt.`;
  const isWanted =
    by === 'version'
      ? String(chosen.version) === wanted
      : chosen.labels.includes(wanted) || (wanted === 'latest' && isNewest(chosen, entries));
  if (isWanted) return undefined;
  const found = chosen.version === undefined ? 'another version' : `version ${chosen.version}`;
  return `"${name}" is included here by its ${by} ${wanted}, but ${found} is the one that is imported.`;
}

function isNewest(chosen: LangfuseEntry, entries: readonly LangfuseEntry[]): boolean {
  return entries.every(({ version = 0 }) => version <= (chosen.version ?? 0));
}

import { byPlace, type Diagnostic, FILE_START } from '../../base/diagnostic.ts';
import { byCodePoint } from '../../base/text/code-point-order.ts';
import type { GuardrailSetContent, PartialContent, Prompt, PromptId } from '../prompt.ts';
import { checkPartial } from './check-partial.ts';
import { checkPrompt } from './check-prompt.ts';
import type { Entry, Library, LibrarySource } from './library.ts';
import type { Defined, ParsedSource } from './parse-source.ts';

/** Puts files together, in their order, and checks each among the others: ids, templates, references, variables. */
export function assembleLibrary(parsed: readonly ParsedSource[]): Library {
  const diagnostics = parsed.flatMap((source) => source.diagnostics);
  const claimed = claimIds(parsed, diagnostics);
  const partials = new Map<PromptId, Entry<PartialContent>>();
  const guardrailSets = new Map<PromptId, Entry<GuardrailSetContent>>();
  const prompts = new Map<PromptId, Entry<Prompt>>();
  for (const { kind, entry } of claimed) {
    if (kind === 'prompt') prompts.set(entry.id, entry);
    else if (kind === 'partial') partials.set(entry.id, entry);
    else guardrailSets.set(entry.id, entry);
  }
  const contents = new Map([...partials].map(([id, { content }]) => [id, content]));
  const sets = new Set(guardrailSets.keys());
  for (const defined of claimed) {
    if (defined.kind === 'partial') diagnostics.push(...checkPartial(defined.entry, defined.linesBefore));
    else if (defined.kind === 'prompt') diagnostics.push(...checkPrompt(defined.entry, defined.document, contents, sets));
  }
  return { prompts: byId(prompts), partials: byId(partials), guardrailSets: byId(guardrailSets), diagnostics: diagnostics.sort(byPlace) };
}

/** What the files define, each id once: the second file that asks for one is a finding that names both. */
function claimIds(parsed: readonly ParsedSource[], diagnostics: Diagnostic[]): Defined[] {
  /** Case-folded id → its first file. Two ids that differ in case only are one file on some machines. */
  const taken = new Map<string, string>();
  return parsed.flatMap(({ source, defined }) => {
    if (!defined) return [];
    const { id } = defined.entry;
    const first = taken.get(id.toLowerCase());
    if (first !== undefined) {
      diagnostics.push(duplicateId(id, source, first));
      return [];
    }
    taken.set(id.toLowerCase(), source.path);
    return [defined];
  });
}

function duplicateId(id: PromptId, { path }: LibrarySource, first: string): Diagnostic {
  return {
    file: path,
    range: FILE_START,
    rule: 'duplicate-id',
    severity: 'error',
    message: `The id "${id}" is already taken by ${first}.`,
    hint: 'Prompts, partials and guardrail sets share one namespace, without regard to case. Rename one of the two.',
  };
}

function byId<Content>(entries: ReadonlyMap<PromptId, Entry<Content>>): ReadonlyMap<PromptId, Entry<Content>> {
  return new Map([...entries].sort(([left], [right]) => byCodePoint(left, right)));
}

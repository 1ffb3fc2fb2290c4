import { type Diagnostic, FILE_START } from '../../base/diagnostic.ts';
import { readGuardrailSet } from '../document/read-guardrail-set.ts';
import { readPartial } from '../document/read-partial.ts';
import { type PromptDocument, readPrompt } from '../document/read-prompt.ts';
import {
  type GuardrailSetContent,
  isPromptId,
  type PartialContent,
  PROMPT_ID_RULE,
  type Prompt,
  type PromptId,
  usesGuardrailSet,
} from '../prompt.ts';
import { namedPartials } from '../template/named-partials.ts';
import type { Entry, LibrarySource } from './library.ts';

/** A file by itself: what it defines unless it has errors, and what is wrong with it whatever its neighbours are. */
export interface ParsedSource {
  readonly source: LibrarySource;
  readonly diagnostics: readonly Diagnostic[];
  readonly defined?: Defined;
}

export type Defined =
  | { readonly kind: 'prompt'; readonly entry: Entry<Prompt>; readonly document: PromptDocument }
  /** `linesBefore`: of front matter, above the text. */
  | { readonly kind: 'partial'; readonly entry: Entry<PartialContent>; readonly linesBefore: number }
  | { readonly kind: 'guardrail-set'; readonly entry: Entry<GuardrailSetContent> };

/** Reads one file without looking at any other. */
export function parseSource(source: LibrarySource): ParsedSource {
  if (!isPromptId(source.id)) return { source, diagnostics: [invalidId(source)] };
  switch (source.kind) {
    case 'prompt':
      return parsePrompt(source, source.id);
    case 'partial':
      return parsePartial(source, source.id);
    case 'guardrail-set':
      return parseGuardrailSet(source, source.id);
  }
}

function parsePrompt(source: LibrarySource, defaultId: PromptId): ParsedSource {
  const document = readPrompt({ file: source.path, text: source.text }, { id: defaultId });
  const { prompt, diagnostics } = document;
  if (!prompt) return { source, diagnostics };
  const texts = prompt.messages.map(({ content }) => content ?? '');
  const entry = {
    id: prompt.id,
    content: prompt,
    source,
    partials: namedPartials(texts, prompt.template),
    guardrailSets: [...new Set(prompt.guardrails.filter(usesGuardrailSet).map(({ uses }) => uses as PromptId))],
  };
  return { source, diagnostics, defined: { kind: 'prompt', entry, document } };
}

function parsePartial(source: LibrarySource, id: PromptId): ParsedSource {
  const { content, diagnostics, linesBefore } = readPartial({ file: source.path, text: source.text });
  if (!content) return { source, diagnostics };
  const entry = { id, content, source, partials: namedPartials([content.text], content.template), guardrailSets: [] };
  return { source, diagnostics, defined: { kind: 'partial', entry, linesBefore } };
}

function parseGuardrailSet(source: LibrarySource, defaultId: PromptId): ParsedSource {
  const { content, id = defaultId, diagnostics } = readGuardrailSet({ file: source.path, text: source.text });
  if (!content) return { source, diagnostics };
  return { source, diagnostics, defined: { kind: 'guardrail-set', entry: { id, content, source, partials: [], guardrailSets: [] } } };
}

function invalidId({ path, id }: LibrarySource): Diagnostic {
  return {
    file: path,
    range: FILE_START,
    rule: 'id-invalid',
    severity: 'error',
    message: `The path gives the id "${id}", which is not one.`,
    hint: `${PROMPT_ID_RULE} Rename the file.`,
  };
}

import { byCodePoint } from '../../base/code-point-order.ts';
import { byPlace, type Diagnostic, FILE_START } from '../../base/diagnostic.ts';
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
import { checkPartial } from './check-partial.ts';
import { checkPrompt } from './check-prompt.ts';
import type { Entry, Library, LibrarySource } from './library.ts';

/** Reads and checks the files of one tree together: ids, templates, references and variables included. */
export function readLibrary(sources: readonly LibrarySource[]): Library {
  const reading = new Reading();
  for (const source of sources) reading.read(source);
  return reading.library();
}

/** The state of one reading: what is known so far, and what was wrong with it. */
class Reading {
  readonly #prompts = new Map<PromptId, Entry<Prompt>>();
  readonly #partials = new Map<PromptId, Entry<PartialContent>>();
  readonly #guardrailSets = new Map<PromptId, Entry<GuardrailSetContent>>();
  readonly #documents = new Map<PromptId, PromptDocument>();
  /** Front matter of partials: where their texts begin. */
  readonly #linesBefore = new Map<PromptId, number>();
  readonly #diagnostics: Diagnostic[] = [];
  /** Case-folded id → its first file. Two ids that differ in case only are one file on some machines. */
  readonly #taken = new Map<string, string>();

  read(source: LibrarySource): void {
    if (!isPromptId(source.id)) {
      this.#diagnostics.push(invalidId(source));
      return;
    }
    if (source.kind === 'prompt') this.#readPrompt(source, source.id);
    else if (source.kind === 'partial') this.#readPartial(source, source.id);
    else this.#readGuardrailSet(source, source.id);
  }

  library(): Library {
    const contents = new Map([...this.#partials].map(([id, entry]) => [id, entry.content]));
    const sets = new Set(this.#guardrailSets.keys());
    for (const [id, entry] of this.#partials) this.#diagnostics.push(...checkPartial(entry, this.#linesBefore.get(id) ?? 0));
    for (const [id, document] of this.#documents) {
      const entry = this.#prompts.get(id);
      if (entry) this.#diagnostics.push(...checkPrompt(entry, document, contents, sets));
    }
    return {
      prompts: byId(this.#prompts),
      partials: byId(this.#partials),
      guardrailSets: byId(this.#guardrailSets),
      diagnostics: this.#diagnostics.sort(byPlace),
    };
  }

  #readPrompt(source: LibrarySource, defaultId: PromptId): void {
    const document = readPrompt({ file: source.path, text: source.text }, { id: defaultId });
    this.#diagnostics.push(...document.diagnostics);
    const { prompt } = document;
    if (!prompt || !this.#claim(prompt.id, source)) return;
    this.#documents.set(prompt.id, document);
    this.#prompts.set(prompt.id, {
      id: prompt.id,
      content: prompt,
      source,
      partials: namedPartials(
        prompt.messages.map(({ content }) => content ?? ''),
        prompt.template,
      ),
      guardrailSets: unique(prompt.guardrails.filter(usesGuardrailSet).map(({ uses }) => uses as PromptId)),
    });
  }

  #readPartial(source: LibrarySource, id: PromptId): void {
    const { content, diagnostics, linesBefore } = readPartial({ file: source.path, text: source.text });
    this.#diagnostics.push(...diagnostics);
    if (!content || !this.#claim(id, source)) return;
    this.#linesBefore.set(id, linesBefore);
    this.#partials.set(id, { id, content, source, partials: namedPartials([content.text], content.template), guardrailSets: [] });
  }

  #readGuardrailSet(source: LibrarySource, defaultId: PromptId): void {
    const { content, id: ownId, diagnostics } = readGuardrailSet({ file: source.path, text: source.text });
    this.#diagnostics.push(...diagnostics);
    const id = ownId ?? defaultId;
    if (!content || !this.#claim(id, source)) return;
    this.#guardrailSets.set(id, { id, content, source, partials: [], guardrailSets: [] });
  }

  /** Takes an id for a file; the second file that asks for it is a finding that names both. */
  #claim(id: PromptId, source: LibrarySource): boolean {
    const first = this.#taken.get(id.toLowerCase());
    if (first === undefined) {
      this.#taken.set(id.toLowerCase(), source.path);
      return true;
    }
    this.#diagnostics.push({
      file: source.path,
      range: FILE_START,
      rule: 'duplicate-id',
      severity: 'error',
      message: `The id "${id}" is already taken by ${first}.`,
      hint: 'Prompts, partials and guardrail sets share one namespace, without regard to case. Rename one of the two.',
    });
    return false;
  }
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}

function byId<Content>(entries: ReadonlyMap<PromptId, Entry<Content>>): ReadonlyMap<PromptId, Entry<Content>> {
  return new Map([...entries].sort(([left], [right]) => byCodePoint(left, right)));
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

import { type Digest, digestOf } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { guardrailSetNormalForm, partialNormalForm } from '../digest/normal-form.ts';
import { versionNormalForm } from '../digest/version-normal-form.ts';
import type { GuardrailSetContent, PartialContent, PromptId } from '../prompt.ts';
import type { PromptVersion, Versioned } from '../version.ts';
import type { Entry, Library } from './library.ts';

/** The versions of a library's prompts, each computed once. */
export interface LibraryVersions {
  /**
   * The version that a prompt of the library is now, with all that its digest covers.
   *
   * @throws Failure `reference-unknown` for a prompt that the library does not hold, `prompts-invalid`
   * for one that names a partial or a guardrail set that cannot be read.
   */
  of(id: PromptId): PromptVersion;
}

/** Computes digests bottom up: a partial's digest goes into the digest of everything that names it. */
export function libraryVersions(library: Library): LibraryVersions {
  const partials = new Map<PromptId, Versioned<PartialContent>>();
  const guardrailSets = new Map<PromptId, Versioned<GuardrailSetContent>>();
  const versions = new Map<PromptId, PromptVersion>();

  function partial(id: PromptId, chain: readonly PromptId[]): Versioned<PartialContent> {
    const known = partials.get(id);
    if (known) return known;
    const entry = library.partials.get(id);
    if (!entry || chain.includes(id)) {
      const path = [...chain, id].join(' → ');
      throw new Failure('prompts-invalid', entry ? `The partials ${path} include each other.` : `There is no partial "${id}" (${path}).`);
    }
    const direct = digests(entry.partials, (next) => partial(next, [...chain, id]).digest);
    const versioned = { content: entry.content, digest: digestOf(partialNormalForm(entry.content, direct)) };
    partials.set(id, versioned);
    return versioned;
  }

  function guardrailSet(id: PromptId): Versioned<GuardrailSetContent> {
    const known = guardrailSets.get(id);
    if (known) return known;
    const entry = library.guardrailSets.get(id);
    if (!entry) throw new Failure('prompts-invalid', `There is no guardrail set "${id}".`);
    const versioned = { content: entry.content, digest: digestOf(guardrailSetNormalForm(entry.content)) };
    guardrailSets.set(id, versioned);
    return versioned;
  }

  function compute(id: PromptId): PromptVersion {
    const entry = library.prompts.get(id);
    if (!entry) throw new Failure('reference-unknown', `There is no prompt "${id}".`);
    const version = {
      id,
      content: entry.content,
      partials: new Map(reached(library, entry).map((next) => [next, partial(next, [id])])),
      guardrailSets: new Map(entry.guardrailSets.map((set) => [set, guardrailSet(set)])),
    };
    const former = computed.get(entry);
    if (former && usesSame(former, version)) return former;
    const complete = { ...version, digest: digestOf(versionNormalForm(version)) };
    computed.set(entry, complete);
    return complete;
  }

  return {
    of(id) {
      const version = versions.get(id) ?? compute(id);
      versions.set(id, version);
      return version;
    },
  };
}

/** The version that an entry was last: trees that share it mostly share what it uses too, and hashing takes longest. */
const computed = new WeakMap<Entry<unknown>, PromptVersion>();

type Uses = Pick<PromptVersion, 'partials' | 'guardrailSets'>;

function usesSame(one: Uses, other: Uses): boolean {
  return isSame(one.partials, other.partials) && isSame(one.guardrailSets, other.guardrailSets);
}

function isSame(one: Uses[keyof Uses], other: Uses[keyof Uses]): boolean {
  return one.size === other.size && [...one].every(([id, { digest }]) => other.get(id)?.digest === digest);
}

function digests(ids: readonly PromptId[], digest: (id: PromptId) => Digest): ReadonlyMap<PromptId, Digest> {
  return new Map(ids.map((id) => [id, digest(id)]));
}

/** Every partial below an entry, each once. */
function reached(library: Library, { partials }: Pick<Entry<unknown>, 'partials'>): PromptId[] {
  const found = new Set<PromptId>();
  const waiting = [...partials];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...(library.partials.get(id)?.partials ?? []));
  }
  return [...found];
}

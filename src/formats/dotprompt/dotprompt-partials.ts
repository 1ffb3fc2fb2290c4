import type { PromptId } from '../../prompt/prompt.ts';
import type { ForeignFile, ForeignTree, ImportedPartial, Loss } from '../foreign-format.ts';
import { importedIdOf } from '../imported-id.ts';
import { foreignText, refusal } from '../template/foreign-text.ts';
import type { KnownPartial, ResolvePartial } from '../template/handlebars/handlebars-reading.ts';
import { readHandlebars } from '../template/handlebars/read-handlebars.ts';
import { writeLiquid } from '../template/liquid/write-liquid.ts';
import { templateVariables } from '../template/template-variables.ts';

/** The partials that a prompt reaches, read when they are first asked for. */
interface DotpromptPartials {
  readonly resolve: ResolvePartial;
  add(file: ForeignFile): KnownPartial;
  all(): ImportedPartial[];
  /** The variables that one of them reads, by its id. */
  variablesOf(id: string): readonly string[];
}

/** True for `_name.prompt`. */
export function isPartialFile(path: string): boolean {
  return /(?:^|\/)_[^/]*\.prompt$/.test(path);
}

/** Finds partials beside a file and in the folders above it. */
export function dotpromptPartials(from: string, tree: ForeignTree, losses: Loss[]): DotpromptPartials {
  const read = new Map<string, ImportedPartial & KnownPartial>();
  const open: string[] = [];
  const add = (file: ForeignFile): KnownPartial => {
    const known = read.get(file.path);
    if (known !== undefined) return known;
    const source = foreignText(file.text, { file: file.path }, losses);
    if (open.includes(file.path)) throw refusal(source, 0, 'This partial includes itself.', 'Write a loop in one partial instead.');
    open.push(file.path);
    const parts = readHandlebars(source, resolve, 'partial');
    open.pop();
    const mark = parts.find((part) => part.kind === 'mark');
    if (mark?.kind === 'mark')
      throw refusal(source, mark.at, `{{${mark.name}}} stands in a partial.`, 'Messages begin in the prompt itself.');
    const variables = templateVariables(parts);
    const text = writeLiquid(parts);
    const isFixedLine = parts.every((part) => part.kind === 'text' || part.kind === 'comment') && !text.includes('\n');
    const partial = { id: partialId(file.path, tree), from: file.path, template: 'liquid', text, variables, isFixedLine } as const;
    read.set(file.path, partial);
    return partial;
  };
  const resolve: ResolvePartial = (name) => {
    const path = partialPath(from, name, tree);
    return path === undefined ? undefined : add({ path, text: tree.get(path) ?? '' });
  };
  return {
    resolve,
    add,
    all: () => [...read.values()].map(({ id, from: path, template, text }) => ({ id, from: path, template, text })),
    variablesOf: (id) => [...read.values()].find((partial) => partial.id === id)?.variables ?? [],
  };
}

function partialPath(from: string, name: string, tree: ForeignTree): string | undefined {
  const file = name.replace(/[^/]*$/, (base) => `_${base}.prompt`);
  const folders = from.split('/').slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    const path = [...folders.slice(0, depth), file].join('/');
    if (tree.has(path)) return path;
  }
  // Genkit knows a partial by its name alone, wherever below its folder of prompts it lies.
  const [only, ...others] = [...tree.keys()].filter((path) => path.endsWith(`/${file}`));
  return others.length === 0 ? only : undefined;
}

/** Prompts and partials share one namespace here, and did not there. */
function partialId(path: string, tree: ForeignTree): PromptId {
  const id = importedIdOf(path);
  return tree.has(path.replace(/_([^/]*)$/, '$1')) ? (`${id}-partial` as PromptId) : id;
}

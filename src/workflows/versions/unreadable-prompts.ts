import type { Entry } from '../../prompt/library/library.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Tree } from './tree.ts';

/** The prompts of a tree with errors of their own, or in what they use, each with the first. */
export function unreadablePrompts({ library, files, diagnostics }: Tree): ReadonlyMap<PromptId, string> {
  const errors = new Map<string, string>();
  for (const { file, range, severity, message } of diagnostics) {
    if (severity === 'error' && !errors.has(file)) errors.set(file, `${file}:${range.line}:${range.column}: ${message}`);
  }
  if (errors.size === 0) return new Map();
  const unread = files.filter(({ kind, path }) => kind === 'prompt' && errors.has(path));
  const known = [...library.prompts.values()].flatMap((entry): [PromptId, string][] => {
    const problem = pathsBelow(library, entry)
      .map((path) => errors.get(path))
      .find((found) => found !== undefined);
    return problem === undefined ? [] : [[entry.id, problem]];
  });
  return new Map([...unread.map(({ id, path }): [PromptId, string] => [id as PromptId, errors.get(path) ?? '']), ...known]);
}

/** The files that a prompt is made of; a partial that is not there is an error of the file that names it. */
function pathsBelow({ partials, guardrailSets }: Tree['library'], entry: Entry<unknown>): string[] {
  const seen = new Set<string>([entry.source.path]);
  const waiting = [...entry.partials];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const partial = partials.get(id);
    if (!partial || seen.has(partial.source.path)) continue;
    seen.add(partial.source.path);
    waiting.push(...partial.partials);
  }
  for (const id of entry.guardrailSets) {
    const path = guardrailSets.get(id)?.source.path;
    if (path !== undefined) seen.add(path);
  }
  return [...seen];
}

import { isJsonObject } from '../../base/json/canonical-json.ts';
import { readYaml } from '../../prompt/document/safe-yaml.ts';
import { isPromptId } from '../../prompt/prompt.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { listSources } from '../../workspace/files/list-sources.ts';
import type { SourceFile } from '../../workspace/files/source-file.ts';

/** What a project gives names to. */
export type NamedThing = 'environments' | 'prompts' | 'references' | 'suites';

/**
 * The names that a word on a command line may become, in the order of the project.
 *
 * For a key that somebody presses and waits: nothing is checked, no git and no registry is asked, and a file that
 * cannot be read has no name.
 *
 * @param typed what is there already: versions are named once a prompt is.
 */
export async function knownWords(kind: NamedThing, typed: string, workspace: Workspace): Promise<string[]> {
  const environments = workspace.config.environments.map(({ name }) => name);
  if (kind === 'environments') return environments;
  const { files } = await listSources(workspace);
  const prompts = files.filter((file) => file.kind === 'prompt').map(promptId);
  if (kind === 'prompts') return prompts;
  if (kind === 'suites') return [...files.filter((file) => file.kind === 'suite').map(suiteName), ...prompts];
  const at = typed.indexOf('@');
  if (at < 0) return prompts;
  const id = typed.slice(0, at);
  return prompts.includes(id) ? [...environments, 'index', 'latest', 'git:'].map((revision) => `${id}@${revision}`) : [];
}

/** Reading a file as YAML takes as long as reading a hundred: the line with the id is found without. */
function promptId({ id, text }: SourceFile): string {
  const named = /^id:[ \t]*["']?([^"'#\s]+)/m.exec(text)?.[1];
  return named !== undefined && isPromptId(named) ? named : id;
}

function suiteName({ id, path, text }: SourceFile): string {
  const { value } = readYaml({ file: path, text });
  return isJsonObject(value) && typeof value.suite === 'string' ? value.suite : id;
}

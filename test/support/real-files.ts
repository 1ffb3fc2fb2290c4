import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A prompt file that somebody wrote. */
export interface RealFile {
  readonly name: string;
  readonly text: string;
}

/** Our valid fixtures, and the real files of public repositories where they lie beside the repository. */
export function realPromptFiles(): RealFile[] {
  const ours = new URL('../../fixtures/prompts/valid/', import.meta.url);
  const sample = new URL('../../fixtures/workspaces/support/prompts/support/', import.meta.url);
  const corpus = ['github-models', 'langwatch'].map((format) => new URL(`../../../shared/corpus/${format}/`, import.meta.url));
  return [ours, sample, ...corpus].flatMap(yamlFiles);
}

function yamlFiles(folder: URL): RealFile[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return names.map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
}

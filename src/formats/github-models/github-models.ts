import { foreignValue, openDocument } from '../foreign-document.ts';
import type { ForeignFormat } from '../foreign-format.ts';
import { looksLikePromptFile, readPromptFile } from './read-prompt-file.ts';
import { writeGithubModels } from './write-github-models.ts';

/** The prompt files of GitHub Models (`*.prompt.yml`), of which ours are a superset. */
export const githubModels: ForeignFormat = {
  name: 'github-models',
  title: 'GitHub Models',
  recognises: (file) => looksLikePromptFile(file, foreignValue(file)),
  read(file) {
    const document = openDocument(file);
    return { prompts: [readPromptFile(document, file)], partials: [], suites: [], losses: document.losses };
  },
  write: writeGithubModels,
};

/** The names of the foreign formats, without what reads them: for the help, which loads nothing. */
export const FORMAT_NAMES = [
  'dotprompt',
  'prompty',
  'langchain',
  'promptfoo',
  'langfuse',
  'langwatch',
  'anthropic',
  'openai',
  'github-models',
  'text',
] as const;

/** Those that can be written, too. */
export const WRITABLE_FORMAT_NAMES = ['langfuse', 'langwatch', 'anthropic', 'openai', 'github-models'] as const;

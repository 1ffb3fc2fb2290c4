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

/** Those that can be written, too: LangChain itself writes its files no more, and a bare text holds no prompt. */
export const WRITABLE_FORMAT_NAMES = FORMAT_NAMES.filter((name) => name !== 'langchain' && name !== 'text');

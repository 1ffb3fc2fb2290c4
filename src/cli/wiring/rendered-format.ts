/** What `render` can print. */
export const RENDERED_FORMATS = ['text', 'json', 'openai', 'openai-responses', 'anthropic', 'google'] as const;
export type RenderedFormat = (typeof RENDERED_FORMATS)[number];

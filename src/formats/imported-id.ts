import { PROMPT_ID_LENGTH, type PromptId } from '../prompt/prompt.ts';

/** Windows opens a device instead of a file of this name, whatever its suffix. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

const SUFFIX = /(?:\.prompt)?\.(?:ya?ml|json|prompty|prompt|md|txt)$/i;

/**
 * The id of something that another tool calls by this name.
 *
 * Whatever the name is, the id is one, and a harmless path: nothing climbs, nothing hides, nothing is a device.
 * Different names may give one id; whoever writes files says so.
 */
export function importedId(name: string): PromptId {
  const segments = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[/\\]/)
    .map(segmentOf)
    .filter((segment) => segment !== '');
  return ((segments.join('/') || 'prompt').slice(0, PROMPT_ID_LENGTH).replace(/[/.-]+$/, '') || 'prompt') as PromptId;
}

/** The id of what a file holds: its path without the suffix, from below the folder `prompts` where there is one. */
export function importedIdOf(path: string): PromptId {
  const segments = path.replace(SUFFIX, '').split('/');
  const root = segments.slice(0, -1).indexOf('prompts');
  return importedId(segments.slice(root + 1).join('/'));
}

function segmentOf(text: string): string {
  const segment = text
    .replaceAll(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .replace(/[.-]+$/, '');
  return DEVICE.test(segment) ? segment.replace(/^[^.]+/, (device) => `${device}_`) : segment;
}

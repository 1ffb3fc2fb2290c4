import { linearRegex } from './linear-regex.ts';

/** True for a text that names several paths: `*` stands for any characters of one segment, `**` for any segments. */
export function isPathPattern(text: string): boolean {
  return text.includes('*');
}

/** Whether a path, or an id that is written like one, is meant by a pattern. */
export function matchesPathPattern(pattern: string, path: string): boolean {
  return pattern === path || (isPathPattern(pattern) && linearRegex(patternSource(pattern)).test(path));
}

function patternSource(pattern: string): string {
  const parts = pattern.split(/(\*\*\/|\*\*|\*)/).map((part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return `^${parts.join('')}$`;
}

import type { ValuePath } from './locate.ts';

/** A path as people write it: `messages[0].content`. */
export function pathText(path: ValuePath): string {
  if (path.length === 0) return 'The file';
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

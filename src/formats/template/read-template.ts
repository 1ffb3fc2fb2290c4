import type { ForeignText } from './foreign-text.ts';
import { readFString } from './fstring/read-fstring.ts';
import { readJinja } from './jinja/read-jinja.ts';
import { readMustache } from './mustache/read-mustache.ts';
import type { TemplatePart } from './template-part.ts';

/** Languages of templates by the names that files give them. */
const LANGUAGES: ReadonlyMap<string, (source: ForeignText) => TemplatePart[]> = new Map([
  ['jinja2', readJinja],
  ['jinja', readJinja],
  ['mustache', readMustache],
  ['f-string', readFString],
]);

/** The reader of a language; undefined for one that is not known. */
export function templateReader(language: string): ((source: ForeignText) => TemplatePart[]) | undefined {
  return LANGUAGES.get(language);
}

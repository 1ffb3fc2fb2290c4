import { type ForeignText, refusal } from '../foreign-text.ts';
import type { FreeNames } from '../free-names.ts';
import type { Falsy, Value } from '../template-part.ts';
import { shown } from './jinja-ast.ts';

/** Which engine a template is written for: Jinja follows Python, Nunjucks follows JavaScript. */
export type JinjaDialect = 'jinja' | 'nunjucks';

/** What counts as false besides null and false. */
export const FALSY: Readonly<Record<JinjaDialect, Falsy>> = {
  jinja: { text: true, zero: true, list: true, object: true },
  nunjucks: { text: true, zero: true, list: false, object: false },
};

/** What a tag is read with. */
export interface JinjaReading {
  readonly source: ForeignText;
  readonly dialect: JinjaDialect;
  readonly names: FreeNames;
  /** Where the tag stands, and its inside for messages. */
  readonly at: number;
  readonly text: string;
  /** Names that loops and assignments bind. */
  readonly bound: ReadonlyMap<string, Value>;
  readonly inLoop: boolean;
}

/** The refusal of something in a tag, at the tag. */
export function refuse({ source, at, text }: JinjaReading, what: string, hint: string): never {
  throw refusal(source, at, `\`${shown(text)}\`: ${what}`, hint);
}

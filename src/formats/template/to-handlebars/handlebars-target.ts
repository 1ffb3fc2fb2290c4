import type { OwnText } from '../liquid/read-liquid-value.ts';

/** What is known around a template that is written in Handlebars. */
export interface HandlebarsTarget extends OwnText {
  /** Variables that always have a value. */
  readonly certain: ReadonlySet<string>;
  /** The variables that a partial reads. */
  readonly partialVariables: (id: string) => readonly string[];
}

import type { JinjaDialect } from '../jinja/jinja-reading.ts';
import type { OwnText } from '../liquid/read-liquid-value.ts';

/** What is known around a template that is written in Jinja. */
export interface JinjaTarget extends OwnText {
  readonly dialect: JinjaDialect;
  /** Variables that always have a value. */
  readonly certain: ReadonlySet<string>;
}

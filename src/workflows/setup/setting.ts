import type { Json } from '../../base/json/canonical-json.ts';

/** Where a value comes from. */
export type SettingSource =
  | { readonly kind: 'file'; readonly file: string; readonly line: number }
  | { readonly kind: 'variable' | 'flag'; readonly name: string }
  | { readonly kind: 'default' };

/** One setting as it holds now. */
export interface Setting {
  /** Keys joined by dots, as the file nests them. */
  readonly key: string;
  /** Null when nothing is set. Secrets are never here, only that there is one. */
  readonly value: Json;
  readonly source: SettingSource;
  /** What it means. */
  readonly about: string;
}

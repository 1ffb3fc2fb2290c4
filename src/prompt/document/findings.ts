import type { Diagnostic, Fix } from '../../base/diagnostic.ts';
import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import { valueAt } from './edit/edit.ts';
import type { YamlDocument } from './safe-yaml.ts';
import type { Said } from './source-text.ts';
import { inQuotes, scalarText } from './write/scalar.ts';
import type { ValuePath } from './yaml/locate.ts';
import type { TextPosition } from './yaml/text-position.ts';

/** A finding that can be repaired where it points. */
export interface Repairable extends Said {
  readonly repair?: Repair | undefined;
}

/** How to write the value, or the key, instead. */
export interface Repair {
  readonly title: string;
  /** What the repair is about: nothing is touched when something else stands there, as where JSON stands in a text. */
  readonly of: Json;
  readonly rewrite: (written: string) => string;
}

/** Writes another text, in the quotes that are there. */
export function writeInstead(value: string, of: Json): Repair {
  return { title: `Write ${value}`, of, rewrite: (written) => sameQuotes(written, value) };
}

/** Collects what is wrong with the values of a YAML file, by their paths. */
export interface Findings {
  /** All so far, in the order of the file. */
  all(): readonly Diagnostic[];
  /** About the value at a path; with a position, about that place in its text. */
  add(path: ValuePath, said: Repairable, position?: TextPosition): void;
  /** About the key at a path. */
  addToKey(path: ValuePath, said: Repairable): void;
}

/** Starts with what reading the YAML found. */
export function findingsIn(file: string, yaml: YamlDocument): Findings {
  const list: Diagnostic[] = [...yaml.diagnostics];
  const push = (range: Diagnostic['range'], said: Said, fix: Fix | undefined) => {
    const { severity = 'error', ...rest } = said;
    list.push({ file, range, severity, ...rest, ...(fix && { fix }) });
  };
  const fixOf = (repair: Repair | undefined, range: Diagnostic['range'], there: Json | undefined) =>
    repair !== undefined && repair.of === there ? yaml.rewriting(range, repair) : undefined;
  return {
    all: () => [...list].sort((left, right) => left.range.start - right.range.start),
    add(path, { repair, ...said }, position) {
      push(yaml.locate(path, position), said, fixOf(repair, yaml.locate(path), valueAt(yaml.value, path)));
    },
    addToKey(path, { repair, ...said }) {
      const range = yaml.locateKey(path);
      push(range, said, fixOf(repair, range, keyAt(yaml.value, path)));
    },
  };
}

function keyAt(value: Json | undefined, path: ValuePath): string | undefined {
  const holder = valueAt(value, path.slice(0, -1));
  const key = path.at(-1);
  return typeof key === 'string' && isJsonObject(holder) && Object.hasOwn(holder, key) ? key : undefined;
}

function sameQuotes(written: string, value: string): string {
  if (/^["']/.test(written)) return inQuotes(value, written.startsWith("'") ? 'single' : 'double');
  return scalarText(value, 'flow');
}

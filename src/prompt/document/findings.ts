import type { Diagnostic } from '../../base/diagnostic.ts';
import type { YamlDocument } from './safe-yaml.ts';
import type { Said } from './source-text.ts';
import type { ValuePath } from './yaml/locate.ts';
import type { TextPosition } from './yaml/text-position.ts';

/** Collects what is wrong with the values of a YAML file, by their paths. */
export interface Findings {
  /** All so far, in the order of the file. */
  all(): readonly Diagnostic[];
  /** About the value at a path; with a position, about that place in its text. */
  add(path: ValuePath, said: Said, position?: TextPosition): void;
  /** About the key at a path. */
  addToKey(path: ValuePath, said: Said): void;
}

/** Starts with what reading the YAML found. */
export function findingsIn(file: string, yaml: YamlDocument): Findings {
  const list: Diagnostic[] = [...yaml.diagnostics];
  const push = (range: Diagnostic['range'], { severity = 'error', ...said }: Said) => list.push({ file, range, severity, ...said });
  return {
    all: () => [...list].sort((left, right) => left.range.start - right.range.start),
    add: (path, said, position) => push(yaml.locate(path, position), said),
    addToKey: (path, said) => push(yaml.locateKey(path), said),
  };
}

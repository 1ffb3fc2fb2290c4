import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Diagnostic } from '../../../base/diagnostic.ts';
import type { Json } from '../../../base/json/canonical-json.ts';
import type { Said, SourceText, Span } from '../source-text.ts';
import { scalarFindings } from './scalar-findings.ts';
import { spanOf } from './span-of.ts';
import { MAX_DEPTH } from './tokens.ts';
import { unquotedTemplate } from './unquoted-template.ts';

const CORE_TAG = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/;

/** What an anchor names: unfinished while it is being read, so that a mention inside itself is seen as a cycle. */
type Anchored = 'unfinished' | { readonly node: Node; readonly value: Json; readonly weight: number; readonly height: number };

/** A document as JSON, with everything in it that JSON cannot say exactly. */
export interface Conversion {
  readonly value: Json;
  readonly diagnostics: readonly Diagnostic[];
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

/** Turns the tree of a YAML document into JSON; nothing is dropped, rounded or overwritten without a finding. */
export function convertTree(source: SourceText, root: Node | null, maxAliased: number): Conversion {
  const converter = new Converter(source, maxAliased);
  const value = converter.value(root, 0);
  return { value, diagnostics: converter.diagnostics, targets: converter.targets };
}

class Converter {
  readonly diagnostics: Diagnostic[] = [];
  readonly targets = new Map<Alias, Node>();
  readonly #source: SourceText;
  readonly #maxAliased: number;
  readonly #anchors = new Map<string, Anchored>();
  /** Characters that aliases have repeated so far. */
  #aliased = 0;
  #isExhausted = false;
  #deepest = 0;

  constructor(source: SourceText, maxAliased: number) {
    this.#source = source;
    this.#maxAliased = maxAliased;
  }

  value(node: Node | null | undefined, depth: number): Json {
    if (!node) return null;
    if (isAlias(node)) return this.#alias(node, depth);
    this.#deepest = Math.max(this.#deepest, depth);
    if (node.tag !== undefined && !CORE_TAG.test(node.tag)) {
      this.#say(node, {
        rule: 'yaml-tag',
        message: `The tag ${tagText(node.tag)} is not supported.`,
        hint: 'Remove it and write the plain value.',
      });
    }
    return node.anchor === undefined ? this.#plain(node, depth) : this.#anchored(node, node.anchor, depth);
  }

  #plain(node: Node, depth: number): Json {
    if (isMap(node)) return this.#map(node, depth);
    if (isSeq(node)) return node.items.map((item) => this.value(item as Node | null, depth + 1));
    return isScalar(node) ? this.#scalar(node) : null;
  }

  #anchored(node: Node, anchor: string, depth: number): Json {
    const [aliasedBefore, deepestBefore] = [this.#aliased, this.#deepest];
    this.#anchors.set(anchor, 'unfinished');
    this.#deepest = depth;
    const value = this.#plain(node, depth);
    const { start, end } = spanOf(node);
    this.#anchors.set(anchor, { node, value, weight: end - start + this.#aliased - aliasedBefore, height: this.#deepest - depth });
    this.#deepest = Math.max(this.#deepest, deepestBefore);
    return value;
  }

  #alias(alias: Alias, depth: number): Json {
    const name = alias.source;
    const target = this.#anchors.get(name);
    if (target === undefined) {
      this.#say(alias, {
        rule: 'yaml-alias',
        message: `The alias *${name} names no anchor above it.`,
        hint: `Put &${name} before the value that it repeats.`,
      });
      return null;
    }
    if (target === 'unfinished') {
      this.#say(alias, {
        rule: 'yaml-alias',
        message: `The alias *${name} stands inside the value that it repeats.`,
        hint: 'Write the value out.',
      });
      return null;
    }
    this.targets.set(alias, target.node);
    this.#aliased += target.weight;
    this.#deepest = Math.max(this.#deepest, depth + target.height);
    if (this.#aliased <= this.#maxAliased && this.#deepest <= MAX_DEPTH) return target.value;
    // Said once: every alias after the first one too many would be too many again.
    if (!this.#isExhausted) {
      const message = `With *${name} the aliases repeat more, or nest deeper, than a file may.`;
      this.#say(alias, { rule: 'yaml-alias', message, hint: 'Write the values out.' });
    }
    this.#isExhausted = true;
    return null;
  }

  #map(map: YAMLMap, depth: number): Json {
    const { start } = spanOf(map);
    if (/^\{[{%]/.test(this.#source.text.slice(start, start + 2))) {
      const { at, said } = unquotedTemplate(this.#source, start);
      this.diagnostics.push(this.#source.finding(at, said));
      return null;
    }
    const members: Record<string, Json> = {};
    const seen = new Map<string, Node>();
    for (const pair of map.items as Pair<Node | null, Node | null>[]) {
      const key = this.#key(pair.key, map);
      const value = this.value(pair.value, depth + 1);
      if (key === undefined || pair.key === null) continue;
      const first = seen.get(key);
      if (first !== undefined) this.#duplicate(key, pair.key, first);
      seen.set(key, pair.key);
      members[key] = value;
    }
    return members;
  }

  /** The key of a member, or nothing after a finding about it. */
  #key(node: Node | null, map: YAMLMap): string | undefined {
    const key = isScalar(node) ? this.value(node, 0) : undefined;
    if (node === null || typeof key !== 'string') {
      const at = node === null ? spanOf(map) : spanOf(node);
      const text = this.#source.text.slice(at.start, at.end);
      const fix = isScalar(node) && text !== '' ? { fix: { title: 'Put the key in quotes', ...at, text: JSON.stringify(text) } } : {};
      const message = isScalar(node) && text !== '' ? `The key ${text} is not a text for YAML.` : 'This key is not a text.';
      this.#sayAt(at, { rule: 'yaml-key', message, hint: 'Put the key in quotes.', ...fix });
      return undefined;
    }
    if (key === '__proto__') {
      this.#say(node, { rule: 'yaml-key', message: 'The key "__proto__" is not allowed.', hint: 'Choose another name.' });
      return undefined;
    }
    if (key === '<<' && isScalar(node) && node.type === 'PLAIN') {
      this.#say(node, { rule: 'yaml-key', message: 'Merge keys (<<) are not supported.', hint: 'Write the members out.' });
      return undefined;
    }
    return key;
  }

  #duplicate(key: string, node: Node, first: Node): void {
    const { line } = this.#source.range(spanOf(first));
    this.#say(node, {
      rule: 'yaml-duplicate-key',
      message: `"${key}" is given twice; the first is on line ${line}.`,
      hint: 'Keep one of them.',
    });
  }

  #scalar(node: Scalar): Json {
    for (const { at, said } of scalarFindings(this.#source, node)) this.#sayAt(at, said);
    const { value } = node;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  }

  #say(node: Node, said: Said): void {
    this.#sayAt(spanOf(node), said);
  }

  #sayAt(at: Span, said: Said): void {
    this.diagnostics.push(this.#source.finding(at, said));
  }
}

function tagText(tag: string): string {
  return tag.replace(/^tag:yaml\.org,2002:/, '!!');
}

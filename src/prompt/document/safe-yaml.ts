import { type Alias, Composer, type CST, type Document, type Node } from 'yaml';
import { type Diagnostic, type Fix, hasErrors } from '../../base/diagnostic.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { type Rewriting, rewriting } from './rewriting.ts';
import { type SourceText, type Span, sourceText } from './source-text.ts';
import { convertTree } from './yaml/convert.ts';
import { FILE_LIMITS, type YamlLimits } from './yaml/limits.ts';
import { type Locator, locator } from './yaml/locate.ts';
import { plainYaml } from './yaml/plain-yaml.ts';
import { syntaxFindings } from './yaml/syntax-findings.ts';
import { readTokens } from './yaml/tokens.ts';

/** What a YAML file says, what is wrong with it, and where each value stands. */
export interface YamlDocument extends Locator {
  /** Absent when there is any error, so that nobody works with half a file; null for an empty one. */
  readonly value: Json | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The repair that writes a stretch otherwise; nothing when it would write the same. */
  rewriting(range: Span, how: Rewriting): Fix | undefined;
}

/** The same with the tree of the document, for what works on the source itself. */
export interface YamlTree extends YamlDocument {
  readonly source: SourceText;
  /** Its nodes know their tokens; null for an empty file, and for one that could not be read. */
  readonly root: Node | null;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
}

/**
 * Reads a YAML file that may come from anyone: never throws, never hangs, never guesses.
 *
 * What JSON cannot say, or YAML would read otherwise than it looks, is a located finding.
 */
export function readYaml(source: { file: string; text: string }, limits: YamlLimits = FILE_LIMITS): YamlDocument {
  const plain = plainYaml(source.text, limits.maxTokens);
  let tree: YamlTree | undefined;
  const whole = () => {
    tree ??= read(source, { ...limits, keepSourceTokens: false });
    return tree;
  };
  return {
    ...(plain === undefined ? { value: whole().value, diagnostics: whole().diagnostics } : { value: plain.value, diagnostics: [] }),
    // Only findings and edits ask where a value stands, and most files have neither.
    locate: (path, position) => whole().locate(path, position),
    locateKey: (path) => whole().locateKey(path),
    rewriting: (range, how) => whole().rewriting(range, how),
  };
}

/** Reads a YAML file to work on its text: as {@link readYaml}, and keeps the tree. */
export function readYamlTree(source: { file: string; text: string }): YamlTree {
  return read(source, { ...FILE_LIMITS, keepSourceTokens: true });
}

function read({ file, text }: { file: string; text: string }, how: YamlLimits & { keepSourceTokens: boolean }): YamlTree {
  const source = sourceText(file, text);
  const tokens = readTokens(source, how);
  if ('rule' in tokens) {
    const { at, ...said } = tokens;
    return refused(source, [source.finding(at, said)]);
  }
  const document = compose(tokens, text, how.keepSourceTokens);
  if (document.errors.length > 0) return refused(source, syntaxFindings(source, document.errors));
  const { contents: root } = document;
  const { value, diagnostics, targets } = convertTree(source, root, how.maxBytes);
  return {
    value: hasErrors(diagnostics) ? undefined : value,
    diagnostics,
    source,
    root,
    targets,
    rewriting: (range, how) => rewriting(text, range, how),
    ...locator(source, root, targets),
  };
}

function refused(source: SourceText, diagnostics: readonly Diagnostic[]): YamlTree {
  const targets = new Map<Alias, Node>();
  return { value: undefined, diagnostics, source, root: null, targets, rewriting: () => undefined, ...locator(source, null, targets) };
}

function compose(tokens: Iterable<CST.Token>, text: string, keepSourceTokens: boolean): Document.Parsed {
  // Keys are compared in convertTree: the library's own check takes quadratic time.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, resolveKnownTags: false, logLevel: 'silent', keepSourceTokens });
  const [document] = composer.compose(tokens, true, text.length);
  if (document === undefined) throw new Error('The YAML composer gave no document.');
  return document;
}

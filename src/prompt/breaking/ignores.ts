import type { CST } from 'yaml';
import type { Diagnostic } from '../../base/diagnostic.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { type Said, type SourceText, sourceText } from '../document/source-text.ts';
import { FILE_LIMITS } from '../document/yaml/limits.ts';
import { readTokens } from '../document/yaml/tokens.ts';
import { isRuleId, RULE_IDS, type RuleId } from './rules.ts';

/** A comment that accepts changes, with its reason. */
export interface Ignore {
  readonly rule: RuleId;
  readonly reason: string;
  /** The line that it is about; absent for the whole file. */
  readonly line?: number;
  /** Says at the comment that nothing was ignored. */
  readonly unused: Diagnostic;
}

/** The ignores of a file, and what is wrong with those that are none. */
export interface Ignores {
  readonly ignores: readonly Ignore[];
  readonly diagnostics: readonly Diagnostic[];
}

const IGNORE = /^#\s*promptlane:ignore\b\s*(\S*)\s*(.*)$/;

/** Rules whose ignores are read elsewhere: the search for secrets reads its own, in files of every form. */
const OTHER_RULES: ReadonlySet<string> = new Set(['secret-found']);

/**
 * Reads the comments `# promptlane:ignore B101 reason` of a YAML file.
 *
 * A comment after a value is about its line, one on a line of its own about the next line that says something,
 * and one above everything else about the whole file. Several rules are parted by commas.
 */
export function readIgnores(file: string, text: string): Ignores {
  if (!text.includes('promptlane:ignore')) return { ignores: [], diagnostics: [] };
  const source = sourceText(file, text);
  const parsed = commentsOf(source).map((comment) => readIgnore(source, comment));
  return { ignores: parsed.flatMap(({ ignores }) => ignores), diagnostics: parsed.flatMap(({ diagnostics }) => diagnostics) };
}

interface Comment {
  readonly offset: number;
  readonly text: string;
}

/** The comments as the YAML reader sees them: a `#` inside a text is none. */
function commentsOf(source: SourceText): Comment[] {
  const tokens = readTokens(source, FILE_LIMITS);
  if ('rule' in tokens) return [];
  const comments: Comment[] = [];
  const waiting: unknown[] = [...tokens];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const { type, offset, source: text } = next as Partial<CST.SourceToken>;
    if (type === 'comment' && offset !== undefined && text !== undefined) comments.push({ offset, text });
    else waiting.push(...Object.values(next).filter((member) => typeof member === 'object' && member !== null));
  }
  return comments.sort((one, other) => one.offset - other.offset);
}

function readIgnore(source: SourceText, { offset, text }: Comment): Ignores {
  const match = IGNORE.exec(text);
  if (match === null) return { ignores: [], diagnostics: [] };
  const [, ids = '', reason = ''] = match;
  const say = (said: Said): Diagnostic => source.finding({ start: offset, end: offset + text.length }, said);
  const named = ids.split(',').filter((id) => id !== '');
  const names = named.filter((id) => !OTHER_RULES.has(id));
  if (names.length === 0 && named.length > 0) return { ignores: [], diagnostics: [] };
  const unknown = names.filter((id) => !isRuleId(id));
  const said = complaint(names, unknown, reason.trim());
  if (said !== undefined) return { ignores: [], diagnostics: [say(said)] };
  const line = lineMeant(source, offset);
  const ignores = names.filter(isRuleId).map(
    (rule): Ignore => ({
      rule,
      reason: reason.trim(),
      ...(line !== undefined && { line }),
      unused: say({
        rule: 'ignore-unused',
        severity: 'warning',
        message: `Nothing here is a change of the rule ${rule}.`,
        hint: 'Remove the comment: what it accepted is released.',
      }),
    }),
  );
  return { ignores, diagnostics: [] };
}

function complaint(names: readonly string[], unknown: readonly string[], reason: string): Said | undefined {
  const hint = 'Write `# promptlane:ignore B101 why it may break`.';
  const [first] = unknown;
  if (names.length === 0) return { rule: 'ignore-rule-unknown', message: 'The comment names no rule to ignore.', hint };
  if (first !== undefined)
    return { rule: 'ignore-rule-unknown', message: `There is no rule "${first}".${didYouMean(first, RULE_IDS)}`, hint };
  if (reason === '') return { rule: 'ignore-reason-missing', message: `The comment ignores ${names.join(', ')} without a reason.`, hint };
  return undefined;
}

const SAYS_NOTHING = /^\s*(?:#.*|---\s*)?$/;

/** The 1-based line that a comment is about; nothing for the whole file. */
function lineMeant({ text, range }: SourceText, offset: number): number | undefined {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const own = range({ start: offset, end: offset }).line;
  if (!SAYS_NOTHING.test(lines[own - 1] ?? '')) return own;
  if (lines.slice(0, own).every((line) => SAYS_NOTHING.test(line))) return undefined;
  const next = lines.findIndex((line, index) => index >= own && !SAYS_NOTHING.test(line));
  return next < 0 ? undefined : next + 1;
}

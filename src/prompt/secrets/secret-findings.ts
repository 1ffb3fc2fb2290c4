import type { Diagnostic } from '../../base/diagnostic.ts';
import { findSecrets, type Secret } from '../../base/secret/find-secrets.ts';
import { type SourceText, sourceText } from '../document/source-text.ts';

/** The rule under which a secret is reported, and which a comment names to accept one. */
const SECRET_RULE = 'secret-found';

const IGNORE = /promptlane:ignore[ \t]{1,8}(?:[\w,-]{1,80},)?secret-found(?:,[\w,-]{1,80})?(?<reason>.{0,400})/;

/**
 * An error for every secret in some texts, whatever their form. No message holds more of it than four characters and its length.
 *
 * The comment `promptlane:ignore secret-found why` accepts those of its own line and of the next one.
 */
export function secretFindings(files: readonly { readonly path: string; readonly text: string }[]): Diagnostic[] {
  return files.flatMap(({ path, text }) => {
    const secrets = findSecrets(text);
    if (secrets.length === 0) return [];
    const source = sourceText(path, text);
    const lines = text.includes('promptlane:ignore') ? text.split('\n') : [];
    return secrets.flatMap((secret) => findingOf(secret, source, lines));
  });
}

function findingOf(secret: Secret, source: SourceText, lines: readonly string[]): Diagnostic[] {
  const { line } = source.range(secret);
  const ignore = [lines[line - 1], lines[line - 2]]
    .map((text) => IGNORE.exec(text ?? ''))
    .find((match) => match !== null && match !== undefined);
  if (ignore && saysWhy(ignore.groups?.reason ?? '')) return [];
  const text = source.text.slice(secret.start, secret.end);
  const hint = ignore
    ? `The comment that accepts it gives no reason: \`promptlane:ignore ${SECRET_RULE} why\`.`
    : 'Take it out, and revoke it where it was ever pushed. A made-up one may say so: put EXAMPLE into it.';
  return [source.finding(secret, { rule: SECRET_RULE, message: `This is ${secret.name} (${shown(text)}).`, hint })];
}

/** The end of a comment in Markdown is no reason. */
function saysWhy(reason: string): boolean {
  return /\p{L}/u.test(reason);
}

/** Enough to find it again, not enough to use it: a short one is not shown at all. */
function shown(secret: string): string {
  const length = `${secret.length} characters`;
  return secret.length >= 16 && !/\s/.test(secret.slice(0, 4)) ? `${secret.slice(0, 4)}…, ${length}` : length;
}

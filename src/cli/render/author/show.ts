import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import { printable, printableLines } from '../../../base/text/printable.ts';
import type { ShownVersion } from '../../../workflows/authoring/show-version.ts';
import { jsonDocument } from '../../json.ts';

/** Renders a version for people: headline, settings, messages, then the partials that it reaches. */
export function shownText({ id, digest, content, partials }: ShownVersion, color: ChalkInstance): string {
  const { v: _v, kind: _kind, messages, partials: _partials, ...settings } = content;
  const lines = Object.entries(settings).map(([name, value]) => `${color.dim(`${name}:`)} ${settingText(value as Json)}`);
  const texts = (messages as readonly { role: string; content?: string; name?: string }[]).map(({ role, content: text, name }) => {
    return `${color.cyan(role)}${name === undefined ? '' : color.dim(` ${printable(name)}`)}\n${indented(text ?? '')}`;
  });
  const shared = [...partials].map(
    ([name, { digest: version, text }]) => `${color.magenta(name)} ${color.dim(shortDigest(version))}\n${indented(text)}`,
  );
  return [`${color.bold(id)} ${color.green(shortDigest(digest))} ${color.dim(digest)}`, lines.join('\n'), ...texts, ...shared].join('\n\n');
}

export function shownJson({ id, digest, content, partials }: ShownVersion): string {
  return jsonDocument('promptlane/version/v1', { id, digest, content, partials });
}

/** The text that is hashed. */
export function shownCanonical({ content }: ShownVersion): string {
  return canonicalJson(content);
}

function settingText(value: Json): string {
  return typeof value === 'string' ? printable(value) : printable(JSON.stringify(value));
}

function indented(text: string): string {
  return printableLines(text)
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}

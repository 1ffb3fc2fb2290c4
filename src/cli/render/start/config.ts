import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { ConfigExplanation } from '../../../workflows/setup/explain-config.ts';
import type { Setting, SettingSource } from '../../../workflows/setup/setting.ts';
import { jsonDocument } from '../../json.ts';
import { wrapText } from '../fit-text.ts';

/** Renders settings for people: a line with value and source, and below it what it means. */
export function configText({ file, settings }: ConfigExplanation, color: ChalkInstance, columns: number): string {
  const heading = file === undefined ? 'No config file: the defaults hold.' : `${file} over the defaults:`;
  return [printable(heading), ...settings.map((setting) => settingText(setting, color, columns))].join('\n\n');
}

export function configJson({ file, settings }: ConfigExplanation): string {
  return jsonDocument('promptlane/config/v1', { ...(file !== undefined && { file }), settings });
}

function settingText({ key, value, source, about }: Setting, color: ChalkInstance, columns: number): string {
  const shown = value === null ? color.dim('not set') : color.bold(printable(JSON.stringify(value)));
  const lines = about === '' ? [] : wrapText(printable(about), columns - 4);
  const from = value === null && source.kind === 'default' ? '' : `  ${color.dim(sourceText(source))}`;
  return [`${printable(key)} = ${shown}${from}`, ...lines.map((line) => `    ${color.dim(line)}`)].join('\n');
}

function sourceText(source: SettingSource): string {
  if (source.kind === 'default') return 'default';
  return source.kind === 'file' ? printable(`${source.file}:${source.line}`) : source.name;
}

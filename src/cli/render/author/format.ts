import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { FormatOutcome } from '../../../workflows/authoring/format.ts';
import { jsonDocument } from '../../json.ts';

/** Renders what `fmt` did for people. */
export function formatText({ changed, unchanged, left, isCheck }: FormatOutcome, color: ChalkInstance): string {
  const lines = [
    ...changed.map((file) => `${isCheck ? color.red('✗') : color.green('✓')} ${printable(file)}`),
    ...left.map(({ file, problem }) => `${color.yellow('!')} ${printable(file)}: ${color.dim(`left as it is. ${printable(problem)}`)}`),
  ];
  const did = isCheck ? 'to be laid out' : 'laid out';
  const summary = `${counted(changed.length, 'file')} ${did}, ${unchanged} in style already${left.length > 0 ? `, ${left.length} left` : ''}`;
  return [...lines, summary].join('\n');
}

export function formatJson({ changed, unchanged, left, isCheck }: FormatOutcome): string {
  return jsonDocument('promptlane/fmt/v1', { check: isCheck, changed, unchanged, left });
}

import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { CodegenOutcome } from '../../../workflows/setup/codegen.ts';

/** Says what became of the file with the types, named as the user did. */
export function codegenText({ file, prompts }: CodegenOutcome, name: string, color: ChalkInstance): string {
  const types = `the types of ${counted(prompts, 'prompt')}`;
  if (file === 'written') return `${color.green('✓')} Wrote ${types} to ${printable(name)}`;
  if (file === 'current') return `${color.green('✓')} ${printable(name)} is current: ${types}`;
  return `${color.red('✗')} ${printable(name)} is out of date. Run \`promptlane codegen --out ${printable(name)}\` and commit it.`;
}

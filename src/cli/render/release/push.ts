import type { ChalkInstance } from 'chalk';
import type { PushOutcome } from '../../../workflows/release/push.ts';
import { jsonDocument } from '../../json.ts';
import { counted } from '../counted.ts';
import { applyText } from './plan.ts';

const SHOWN = 20;

/** Renders what was uploaded and what moved. */
export function pushText({ uploaded, unchanged, applied }: PushOutcome, color: ChalkInstance): string {
  const names = uploaded.slice(0, SHOWN).map(({ id, number }) => `  ${color.green('↑')} ${id} ${color.dim(`v${number}`)}`);
  const more = uploaded.length > SHOWN ? [color.dim(`  … and ${uploaded.length - SHOWN} more`)] : [];
  const headline = `Pushed ${counted(uploaded.length, 'new version')}; ${unchanged} unchanged.`;
  return [headline, ...names, ...more, ...(applied ? [applyText([applied], color)] : [])].join('\n');
}

export function pushJson({ uploaded, unchanged, applied }: PushOutcome): string {
  return jsonDocument('promptlane/push/v1', { uploaded, unchanged, ...(applied && { applied }) });
}

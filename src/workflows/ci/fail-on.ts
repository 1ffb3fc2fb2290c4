import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { CI_GATES, type CiGate } from './document/ci-document.ts';

/** Which gates decide a run, and from which level on. */
export interface FailOn {
  readonly gates: ReadonlySet<CiGate>;
  /** Warnings of these gates fail them too. */
  readonly warnings: boolean;
}

/** Every gate decides, by its errors. */
export const FAIL_ON_ALL: FailOn = { gates: new Set(CI_GATES), warnings: false };

/**
 * Reads what makes a run fail: names of gates, `warnings`, or `none`.
 *
 * `warnings` alone means every gate, warnings included. @throws Failure `usage-invalid`
 */
export function parseFailOn(text: string): FailOn {
  const words = text.split(',').map((word) => word.trim());
  if (words.length === 1 && words[0] === 'none') return { gates: new Set(), warnings: false };
  const unknown = words.find((word) => word !== 'warnings' && !isGate(word));
  if (unknown !== undefined) {
    throw new Failure(
      'usage-invalid',
      `--fail-on takes gates, not "${unknown}".${didYouMean(unknown, [...CI_GATES, 'warnings', 'none'])}`,
      {
        hint: `Give some of ${CI_GATES.join(', ')} and \`warnings\` with commas between, or \`none\` alone.`,
      },
    );
  }
  const gates = words.filter(isGate);
  return { gates: new Set(gates.length === 0 ? CI_GATES : gates), warnings: words.includes('warnings') };
}

function isGate(word: string): word is CiGate {
  return CI_GATES.some((gate) => gate === word);
}

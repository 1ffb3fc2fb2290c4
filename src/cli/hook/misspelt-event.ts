import { Failure } from '../../base/failure.ts';
import { suggest } from '../../base/text/suggest.ts';

const EVENTS = ['pre-commit', 'pre-push'];

/**
 * Refuses a first word that is nearly an event: taken for a file that is not staged, the hook would pass and have looked at nothing.
 *
 * @throws Failure `usage-invalid`
 */
export function requireNoMisspeltEvent([first]: readonly string[]): void {
  if (first === undefined || EVENTS.includes(first)) return;
  const meant = suggest(first, EVENTS);
  if (meant === undefined) return;
  throw new Failure('usage-invalid', `There is no event "${first}". Did you mean "${meant}"?`, {
    hint: `The events are ${EVENTS.join(' and ')}. A file of that name is written ./${first}.`,
  });
}

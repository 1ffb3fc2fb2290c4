import type { Severity } from '../diagnostic.ts';
import { sha256Hex } from '../digest.ts';
import type { JsonObject } from '../json/canonical-json.ts';
import { fingerprintOf, type Report, wellFormed } from './report.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', info: 'info' };

/**
 * A Code Quality report, as GitLab shows it in merge requests: one entry for each finding that is not accepted.
 *
 * GitLab drops entries with a fingerprint that it has seen, and shows none without a file: what stands in a file twice gets one for each place in their order.
 */
export function codeQuality({ findings }: Pick<Report, 'findings'>): JsonObject[] {
  const seen = new Map<string, number>();
  return findings.flatMap((finding) => {
    const { rule, severity, message, hint, place, accepted } = finding;
    if (accepted !== undefined || place === undefined) return [];
    const name = fingerprintOf(finding);
    const earlier = seen.get(name) ?? 0;
    seen.set(name, earlier + 1);
    const entry = {
      description: wellFormed(hint === undefined ? message : `${message} ${hint}`),
      check_name: wellFormed(rule),
      fingerprint: earlier === 0 ? name : sha256Hex(`${name} ${earlier}`),
      severity: SEVERITIES[severity],
      location: { path: wellFormed(place.file), lines: { begin: place.range.line, end: place.range.endLine } },
    };
    return [entry];
  });
}

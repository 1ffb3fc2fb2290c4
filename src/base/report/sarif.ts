import type { Severity } from '../diagnostic.ts';
import type { JsonObject } from '../json/canonical-json.ts';
import { fingerprintOf, type Report, type ReportFinding, type ReportRange, wellFormed } from './report.ts';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** A SARIF 2.1.0 log, as code scanning takes it. Accepted findings are in it, suppressed with their reasons. */
export function sarifLog({ tool, name, rules, findings }: Report): JsonObject {
  const ids = [...new Set(findings.map(({ rule }) => rule))];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: tool.name, version: tool.version, rules: ids.map((id) => descriptor(id, rules)) } },
        automationDetails: { id: `${tool.name}/${name}/` },
        // Columns count as editors and JavaScript do.
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, ids.indexOf(finding.rule))),
      },
    ],
  };
}

function descriptor(id: string, rules: Report['rules']): JsonObject {
  const rule = rules.get(id);
  if (!rule) return { id: wellFormed(id) };
  return { id, name: rule.name, shortDescription: { text: rule.description }, help: { text: rule.help } };
}

function result(finding: ReportFinding, ruleIndex: number): JsonObject {
  const { rule, severity, message, hint, subject, place, accepted } = finding;
  return {
    ruleId: wellFormed(rule),
    ruleIndex,
    level: LEVELS[severity],
    message: { text: plain(hint === undefined ? message : `${message} ${hint}`) },
    locations: [
      {
        ...(place && { physicalLocation: { artifactLocation: { uri: relativeUri(place.file) }, region: region(place.range) } }),
        logicalLocations: [{ fullyQualifiedName: wellFormed(subject) }],
      },
    ],
    partialFingerprints: { 'promptlane/v1': fingerprintOf(finding) },
    ...(accepted !== undefined && { suppressions: [{ kind: 'inSource', justification: wellFormed(accepted) }] }),
  };
}

/** A message could hold a link of a stranger, which viewers would follow: brackets that make one are escaped, as SARIF has it. */
function plain(text: string): string {
  const safe = wellFormed(text);
  return /\]\s*\(/.test(safe) ? safe.replace(/[\\[\]]/g, '\\$&') : safe;
}

/** Each segment by itself: a file may be called `a b`, `c#d` or `e:f`. */
function relativeUri(path: string): string {
  return wellFormed(path).split('/').map(encodeURIComponent).join('/');
}

function region({ line, column, endLine, endColumn }: ReportRange): JsonObject {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

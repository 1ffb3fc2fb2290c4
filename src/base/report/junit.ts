import type { Report, ReportFinding } from './report.ts';
import { element, escaped } from './xml.ts';

/**
 * JUnit XML: a suite for each thing that was looked at, a case for each finding.
 *
 * Errors are failures, accepted findings are skipped, the rest are passed cases that say what they are.
 */
export function junitXml({ tool, name, subjects, findings }: Report): string {
  const bySubject = new Map<string, ReportFinding[]>(subjects.map((subject) => [subject, []]));
  for (const finding of findings) {
    const known = bySubject.get(finding.subject);
    if (known) known.push(finding);
    else bySubject.set(finding.subject, [finding]);
  }
  const all = [...bySubject.values()];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element('testsuites', { name: `${tool.name} ${name}`, ...counts(all), time: 0 }, [
      ...[...bySubject].map(([subject, found]) => suite(name, subject, found)),
    ]),
    '',
  ].join('\n');
}

function suite(name: string, subject: string, findings: readonly ReportFinding[]): string {
  const classname = `${name}.${subject}`;
  const cases = findings.map((finding) => testCase(classname, finding));
  const passed = element('testcase', { classname, name: 'no findings', time: 0 }, []);
  return element('testsuite', { name: subject, ...counts([findings]), time: 0 }, cases.length > 0 ? cases : [passed]);
}

function testCase(classname: string, finding: ReportFinding): string {
  const { rule, message, accepted, severity, place } = finding;
  const attributes = { classname, name: `${rule}: ${message}`, ...(place && { file: place.file, line: place.range.line }), time: 0 };
  if (accepted !== undefined) return element('testcase', attributes, [element('skipped', { message: accepted }, [])]);
  if (severity === 'error')
    return element('testcase', attributes, [element('failure', { type: rule, message }, [escaped(details(finding))])]);
  return element('testcase', attributes, [element('system-out', {}, [escaped(details(finding))])]);
}

function details({ severity, message, hint, place }: ReportFinding): string {
  const at = place === undefined ? '' : `${place.file}:${place.range.line}:${place.range.column}: `;
  return [`${at}${severity}: ${message}`, ...(hint === undefined ? [] : [hint])].join('\n');
}

/** How many cases there are of each kind; what has no finding is one that passed. */
function counts(subjects: readonly (readonly ReportFinding[])[]) {
  const findings = subjects.flat();
  return {
    tests: findings.length + subjects.filter(({ length }) => length === 0).length,
    failures: findings.filter(({ severity, accepted }) => severity === 'error' && accepted === undefined).length,
    errors: 0,
    skipped: findings.filter(({ accepted }) => accepted !== undefined).length,
  };
}

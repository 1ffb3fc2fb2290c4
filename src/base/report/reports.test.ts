import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { githubCommands } from './github.ts';
import { junitXml } from './junit.ts';
import type { Report, ReportFinding } from './report.ts';
import { sarifLog } from './sarif.ts';

const range = { start: 0, end: 4, line: 3, column: 5, endLine: 3, endColumn: 9 };
const finding = (changes: Partial<ReportFinding> = {}): ReportFinding => ({
  rule: 'B101',
  severity: 'error',
  message: 'The input ticket is gone.',
  hint: 'Keep it.',
  subject: 'support/triage',
  place: { file: 'prompts/support/triage.prompt.yaml', range },
  ...changes,
});
const report = (...findings: ReportFinding[]): Report => ({
  tool: { name: 'promptlane', version: '1.2.3' },
  name: 'breaking',
  rules: new Map([['B101', { name: 'input-removed', description: 'Callers are refused.', help: 'Keep the input.' }]]),
  subjects: ['greet', 'support/triage'],
  findings,
});

/** Tries to end a line, a command, a property, an attribute, an element, a string and a screen. */
const HOSTILE = 'x\r\n::error::y,line=1:%0A%25::"\'><failure>]]>&amp;\u0000\u001b[2J\u009b1m\u2028\uD800\uFFFE\t[a](https://evil.example)';
const hostile = finding({
  rule: HOSTILE,
  message: HOSTILE,
  hint: HOSTILE,
  subject: HOSTILE,
  place: { file: HOSTILE, range },
});
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** What the runner of GitHub Actions reads out of a line, by its own rules. */
function readCommand(line: string) {
  const [, command = '', properties = '', message = ''] = /^::([a-z]+) (.*?)::(.*)$/s.exec(line) ?? [];
  const data = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const property = (text: string) => data(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
  const said = properties.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), property(pair.slice(pair.indexOf('=') + 1))]);
  return { command, properties: Object.fromEntries(said) as Record<string, string>, message: data(message) };
}

describe('workflow commands', () => {
  test('name the place, the rule and what to do', () => {
    expect(githubCommands(report(finding()))).toBe(
      '::error file=prompts/support/triage.prompt.yaml,line=3,col=5,endColumn=9,endLine=3,title=support/triage%3A B101::The input ticket is gone.%0AKeep it.',
    );
    expect(githubCommands(report(finding({ severity: 'info' })))).toMatch(/^::notice /);
  });

  test('leave out what is accepted', () => {
    expect(githubCommands(report(finding({ accepted: 'Nobody gives it.' })))).toBe('');
  });

  test('are one line each, whatever a finding says, and read back as what it says', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom('::', '%', '%0A', '\n', '\r', ',', ':', '=', 'a', ' ')).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, text, text, (message, subject, file) => {
        const line = githubCommands(report(finding({ message, subject, rule: 'R', place: { file, range } })));
        expect(line.split(/[\r\n]/)).toHaveLength(1);
        const read = readCommand(line);
        expect(Object.keys(read.properties)).toEqual(['file', 'line', 'col', 'endColumn', 'endLine', 'title']);
        expect([read.command, read.properties.line]).toEqual(['error', '3']);
        if (!/[^\n\r\x20-\x7e]/.test(message + subject + file)) {
          expect([read.message, read.properties.title, read.properties.file]).toEqual([`${message}\nKeep it.`, `${subject}: R`, file]);
        }
      }),
    );
    expect(githubCommands(report(hostile))).not.toMatch(CONTROLS);
  });
});

describe('JUnit XML', () => {
  test('has a suite for each thing and a case for each finding', () => {
    expect(
      junitXml(report(finding(), finding({ rule: 'B105', severity: 'warning' }), finding({ rule: 'E501', accepted: 'Evaluated.' }))),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="promptlane breaking" tests="4" failures="1" errors="0" skipped="1" time="0"><testsuite name="greet" tests="1" failures="0" errors="0" skipped="0" time="0"><testcase classname="breaking.greet" name="no findings" time="0"/></testsuite>
<testsuite name="support/triage" tests="3" failures="1" errors="0" skipped="1" time="0"><testcase classname="breaking.support/triage" name="B101: The input ticket is gone." file="prompts/support/triage.prompt.yaml" line="3" time="0"><failure type="B101" message="The input ticket is gone.">prompts/support/triage.prompt.yaml:3:5: error: The input ticket is gone.&#10;Keep it.</failure></testcase>
<testcase classname="breaking.support/triage" name="B105: The input ticket is gone." file="prompts/support/triage.prompt.yaml" line="3" time="0"><system-out>prompts/support/triage.prompt.yaml:3:5: warning: The input ticket is gone.&#10;Keep it.</system-out></testcase>
<testcase classname="breaking.support/triage" name="E501: The input ticket is gone." file="prompts/support/triage.prompt.yaml" line="3" time="0"><skipped message="Evaluated."/></testcase></testsuite></testsuites>
`);
  });

  test('is well-formed whatever a finding says: its elements and attributes are always the same', () => {
    const shape = (xml: string) =>
      xml.replaceAll(/"[^"<&]*(?:&(?:amp|lt|gt|quot|apos|#9|#10|#13);[^"<&]*)*"/g, '""').replaceAll(/>[^<]+</g, '><');
    const plain = shape(junitXml({ ...report(finding({ subject: 'z' })), subjects: [] }));
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(HOSTILE, ']]>', '<!--', '"', "'", '&', '<?xml'));
    fc.assert(
      fc.property(text, text, text, (message, rule, subject) => {
        const xml = junitXml({ ...report(finding({ message, rule, subject, hint: message })), subjects: [] });
        expect(shape(xml)).toBe(plain);
        expect(xml).not.toMatch(CONTROLS);
        expect(xml).not.toMatch(/[\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
      }),
    );
  });
});

describe('a SARIF log', () => {
  test('has rules, places, levels, and accepted findings as suppressed', () => {
    const log = sarifLog(report(finding(), finding({ rule: 'R', severity: 'info', accepted: 'Known.' })));
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: { name: 'promptlane', rules: [{ id: 'B101', name: 'input-removed', help: { text: 'Keep the input.' } }, { id: 'R' }] },
          },
          results: [
            {
              ruleIndex: 0,
              level: 'error',
              locations: [{ physicalLocation: { region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 } } }],
            },
            { ruleIndex: 1, level: 'note', suppressions: [{ kind: 'inSource', justification: 'Known.' }] },
          ],
        },
      ],
    });
  });

  test('is what the schema of the standard asks for, whatever a finding says', () => {
    const {
      $schema: _dialect,
      id: _id,
      ...schema
    } = JSON.parse(readFileSync(new URL('../../../fixtures/sarif/sarif-2.1.0.schema.json', import.meta.url), 'utf8'));
    const accepts = addFormats.default(new Ajv({ strict: false, unicodeRegExp: false })).compile(schema);
    for (const log of [sarifLog(report()), sarifLog(report(finding(), finding({ accepted: 'Known.' }))), sarifLog(report(hostile))]) {
      expect(accepts(log), JSON.stringify(accepts.errors)).toBe(true);
    }
    expect(accepts({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
  });

  test('keeps the fingerprint of a finding when its line moves', () => {
    const print = (one: ReportFinding) => JSON.stringify(sarifLog(report(one))).match(/promptlane\/v1":"(\w+)"/)?.[1];
    expect(print(finding({ place: { file: 'a', range: { ...range, line: 9 } } }))).toBe(print(finding({ place: { file: 'a', range } })));
    expect(print(finding({ message: 'x' }))).not.toBe(print(finding()));
  });

  test('never takes a path for an address, nor a text for a link', () => {
    const text = JSON.stringify(
      sarifLog(report(finding({ place: { file: 'a b/c#d/https://x/世.yaml', range }, message: '[a](https://evil.example)' }))),
    );
    expect(text).toContain('"uri":"a%20b/c%23d/https%3A//x/%E4%B8%96.yaml"');
    expect(text).toContain('\\\\[a\\\\](https://evil.example)');
    expect(() => JSON.parse(JSON.stringify(sarifLog(report(hostile))))).not.toThrow();
    expect(JSON.stringify(sarifLog(report(hostile)))).not.toMatch(/\\ud[89ab]/i);
  });
});

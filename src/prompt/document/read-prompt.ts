import { type Diagnostic, hasErrors, type SourceRange } from '../../base/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { Prompt, PromptId } from '../prompt.ts';
import { PROMPT_FILE } from '../schema/file-shapes.generated.ts';
import { INPUT_KEYWORDS } from '../schema/keys.ts';
import type { PromptFile } from '../schema/prompt-file.ts';
import { misfitsOf } from '../schema/shape/misfits.ts';
import { type Findings, findingsIn } from './findings.ts';
import { foldParameters } from './prompt-file/fold-parameters.ts';
import { addGuardrailFindings } from './prompt-file/guardrail-findings.ts';
import { addInputFindings } from './prompt-file/input-findings.ts';
import { addUnknownKeys, unknownKeySeverity } from './prompt-file/known-keys.ts';
import { addMessageFindings } from './prompt-file/message-findings.ts';
import { readOutput } from './prompt-file/output-schema.ts';
import { promptOf } from './prompt-file/prompt-of.ts';
import { withoutNulls } from './prompt-file/without-nulls.ts';
import { readYaml } from './safe-yaml.ts';
import { addSchemaFindings } from './schema-findings.ts';
import { textFindings } from './text-findings.ts';
import { VERSION_LIMITS } from './yaml/limits.ts';
import type { ValuePath } from './yaml/locate.ts';
import type { TextPosition } from './yaml/text-position.ts';

/** A prompt file read: what it says, what is wrong with it, and where everything stands. */
export interface PromptDocument {
  /** Absent when the file has any error. */
  readonly prompt: Prompt | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Where a value stands; with a position (1-based, as template engines count), where that place of its text stands. */
  locate(path: ValuePath, position?: TextPosition): SourceRange;
}

/**
 * Reads a prompt file: ours, GitHub Models' or LangWatch's.
 *
 * Never throws for what stands in the file. Templates are texts here; what is in them is for the library.
 */
export function readPrompt(source: { file: string; text: string }, { id }: { id: PromptId }): PromptDocument {
  const yaml = readYaml(source, VERSION_LIMITS);
  const findings = findingsIn(source.file, yaml);
  const prompt = yaml.value === undefined ? undefined : readValue(findings, yaml.value, id);
  const diagnostics = findings.all();
  return { prompt: hasErrors(diagnostics) ? undefined : prompt, diagnostics, locate: yaml.locate };
}

function readValue(findings: Findings, value: Json, id: PromptId): Prompt | undefined {
  if (!isJsonObject(value)) {
    const message = value === null ? 'The file is empty.' : 'The file is not a mapping of keys to values.';
    findings.add([], { rule: 'not-a-prompt', message, hint: 'A prompt has at least `messages`.' });
    return undefined;
  }
  const file = withoutNulls(value);
  const severity = unknownKeySeverity(file);
  addUnknownKeys(findings, file, severity);
  const { parameters, spelling } = foldParameters(findings, file, severity);
  const output = readOutput(findings, file);
  addGuardrailFindings(findings, file.guardrails, ['guardrails']);
  const folded: JsonObject = parameters === undefined ? file : { ...file, modelParameters: parameters };
  const misfits = misfitsOf(PROMPT_FILE, folded);
  if (misfits.length > 0) {
    addSchemaFindings(findings, misfits, { value: folded, pathInFile: spelledPath(spelling), keysAt: () => INPUT_KEYWORDS });
    return undefined;
  }
  const prompt = promptOf(folded as PromptFile, output, id);
  addMessageFindings(findings, prompt.messages);
  addInputFindings(findings, prompt.inputs ?? {});
  addTextFindings(findings, file);
  return prompt;
}

/** Leads from a canonical parameter name to the spelling that the file uses. */
function spelledPath(spelling: ReadonlyMap<string, string>): (path: ValuePath) => ValuePath {
  return (path) => {
    const [key, name, ...rest] = path;
    return key === 'modelParameters' && typeof name === 'string' ? [key, spelling.get(name) ?? name, ...rest] : path;
  };
}

/** What is sent to a model or to the caller, and so part of the version. */
const SENT: readonly string[] = ['messages', 'inputs', 'tools', 'toolChoice', 'jsonSchema', 'response_format', 'guardrails'];

function addTextFindings(findings: Findings, file: JsonObject): void {
  const look = (value: Json, path: ValuePath): void => {
    if (typeof value === 'string') {
      for (const { position, repair, ...said } of textFindings(value)) {
        findings.add(path, { ...said, repair: { ...repair, of: value } }, position);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) look(member as Json, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  for (const key of SENT) if (file[key] !== undefined) look(file[key], [key]);
}

import { byPlace, type Diagnostic, hasErrors, placeOf } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import { isJsonObject } from '../../base/json/canonical-json.ts';
import { readYaml } from '../../prompt/document/safe-yaml.ts';
import { misfitsOf } from '../../prompt/schema/shape/misfits.ts';
import type { Config } from './config.ts';
import { type ConfigFinding, findingsOf } from './config-findings.ts';
import { configOf } from './config-of.ts';
import type { ConfigFile } from './config-schema.ts';
import { CONFIG_FILE } from './config-shape.generated.ts';
import { environmentFindings, levelFindings } from './environment-findings.ts';
import type { FoundConfig } from './find-config.ts';

/** A config with every default filled in, and the warnings about its file. */
export interface ConfigReading {
  readonly config: Config;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a config file.
 *
 * @throws Failure `config-invalid` at the first error; its `details` are all the findings.
 */
export function readConfig({ file, text, member }: FoundConfig): ConfigReading {
  const yaml = readYaml({ file, text });
  refuseErrors(yaml.diagnostics);
  const base = member === undefined ? [] : [member];
  const value = member !== undefined && isJsonObject(yaml.value) ? yaml.value[member] : yaml.value;
  const located = ({ path, onKey, ...said }: ConfigFinding): Diagnostic => {
    const place = [...base, ...path];
    return { file, range: onKey ? yaml.locateKey(place) : yaml.locate(place), ...said };
  };

  // An empty file, or one that is all comments, asks for the defaults.
  const said = value ?? {};
  const misfits = misfitsOf(CONFIG_FILE, said);
  if (misfits.length > 0) throw invalid(misfits.flatMap(findingsOf).map(located));
  const written = said as ConfigFile;

  const environments = written.environments ?? {};
  // Their order is that of the file; a JavaScript object puts names like `1` first.
  const start = (name: string) => yaml.locateKey([...base, 'environments', name]).start;
  const names = Object.keys(environments).sort((left, right) => start(left) - start(right));
  const config = configOf(written, names);
  const known = config.environments.map(({ name }) => name);
  const findings = [
    ...(written.environments === undefined ? [] : environmentFindings(environments, names)),
    ...levelFindings(written.breaking, known),
  ].map(located);
  refuseErrors(findings);
  return { config, diagnostics: [...yaml.diagnostics, ...findings] };
}

function refuseErrors(findings: readonly Diagnostic[]): void {
  if (hasErrors(findings)) throw invalid(findings);
}

function invalid(findings: readonly Diagnostic[]): Failure {
  const errors = findings.filter(({ severity }) => severity === 'error').sort(byPlace);
  const [first] = errors;
  const more = errors.length > 1 ? ` (${errors.length - 1} more in this file)` : '';
  return new Failure('config-invalid', `${first?.message}${more}`, { details: findings, ...(first && { where: placeOf(first) }) });
}

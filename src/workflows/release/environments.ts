import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { EnvironmentDefinition, EnvironmentName } from '../../release/environment.ts';

/** The environments of a project in release order; there is always a first one. */
export type Environments = readonly EnvironmentDefinition[];

/** The environment that `lock` derives from the tree. */
export function firstEnvironment(environments: Environments): EnvironmentName {
  const [first] = environments;
  if (!first) throw new Failure('config-invalid', 'The config declares no environment.');
  return first.name;
}

/** The environment that users meet: the last one. */
export function lastEnvironment(environments: Environments): EnvironmentName {
  return environments.at(-1)?.name ?? firstEnvironment(environments);
}

/** The environment of this name. @throws Failure `environment-unknown`, with the nearest name. */
export function environmentNamed(environments: Environments, name: string): EnvironmentName {
  const names = environments.map((environment) => environment.name);
  const known = names.find((candidate) => candidate === name);
  if (known === undefined) {
    throw new Failure('environment-unknown', `There is no environment "${name}".${didYouMean(name, names)}`, {
      hint: `The environments are ${names.join(', ')}.`,
    });
  }
  return known;
}

/** The environment that must have served a version before this one may: `after`, else the one before it in the list. */
export function environmentBefore(environments: Environments, name: EnvironmentName): EnvironmentName {
  const index = environments.findIndex((environment) => environment.name === name);
  const before = environments[index]?.policy.after ?? environments[index - 1]?.name;
  if (before === undefined) {
    throw new Failure('usage-invalid', `No environment comes before ${name}.`, {
      hint: 'Pin versions there with `promptlane lock` and `push`.',
    });
  }
  return before;
}

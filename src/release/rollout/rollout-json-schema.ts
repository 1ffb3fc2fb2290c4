import { type PublishedSchema, publishedSchema, stop } from '../../prompt/schema/published-schema.ts';
import { rolloutFileSchema } from './rollout-schema.ts';

/** The JSON Schema of rollouts, for editors. */
export function rolloutJsonSchema(): PublishedSchema {
  return publishedSchema(rolloutFileSchema, {
    title: 'Promptlane rollout',
    description: 'How the traffic of one prompt in one environment is split: a canary, an experiment, or a flag.',
    snippets: {
      '': [
        {
          label: 'canary',
          description: 'A version that takes over in steps, and goes back by itself when errors rise.',
          body: {
            ...TARGET,
            mode: 'canary',
            ...DRAW,
            variants: [{ id: 'candidate', version: stop(6, 'sha256:…'), weight: 1 }],
            ramp: [
              { coverage: 0.01, for: '30m', minUnits: 200, onInconclusive: 'advance' },
              { coverage: 0.1, for: '6h', minUnits: 2000 },
              { coverage: 1 },
            ],
            guardrails: [{ metric: 'error_rate', worse: 'up', margin: 0.01, do: 'rollback' }],
          },
        },
        {
          label: 'experiment',
          description: 'Two versions that compete.',
          body: {
            ...TARGET,
            mode: 'experiment',
            ...DRAW,
            variants: [
              { id: 'control', version: stop(5, 'sha256:…'), weight: 1 },
              { id: 'candidate', version: stop(6, 'sha256:…'), weight: 1 },
            ],
          },
        },
        {
          label: 'flag',
          description: 'A version for those whom a rule names.',
          body: {
            ...TARGET,
            mode: 'flag',
            ...DRAW,
            variants: [{ id: 'candidate', version: stop(6, 'sha256:…'), weight: 1 }],
            rules: [{ if: { plan: { in: ['beta'] } }, serve: 'candidate' }],
          },
        },
      ],
      'properties.rules.items': [
        {
          label: 'rule',
          description: 'Who gets what.',
          body: { if: { [stop(1, 'country')]: { in: [stop(2, 'DE')] } }, serve: stop(3, 'control') },
        },
      ],
      'properties.ramp.items': [
        { label: 'step', description: 'A step of the coverage.', body: { coverage: 0.1, for: '6h', minUnits: 2000 } },
      ],
    },
  });
}

const TARGET = { prompt: stop(1, 'support/triage'), environment: stop(2, 'production') };
const DRAW = { seed: stop(3, 'triage-2026-09'), unit: [stop(4, 'userId')], control: stop(5, 'sha256:…') };

import { type PublishedSchema, publishedSchema, stop } from '../../prompt/schema/published-schema.ts';
import { describeScorers } from '../suite/suite-json-schema.ts';
import { SCORER_SNIPPETS } from '../suite/suite-snippets.ts';
import { monitorFileSchema } from './monitor-schema.ts';

/** The JSON Schema of monitors, for editors. */
export function monitorJsonSchema(): PublishedSchema {
  return publishedSchema(monitorFileSchema, {
    title: 'Promptlane monitor',
    description: 'Scores a sample of the answers in production, and says when a version gets worse.',
    snippets: {
      '': [
        {
          label: 'monitor',
          description: 'A monitor with a floor.',
          body: {
            monitor: stop(1, 'name'),
            target: { prompt: stop(2, 'support/triage'), environment: stop(3, 'production') },
            scorers: [{ id: 'schema', uses: 'json-schema' }],
            sample: 0.05,
            alerts: [{ scorer: 'schema', floor: 0.99 }],
          },
        },
      ],
      'properties.scorers.items': SCORER_SNIPPETS.filter(({ body }) => !JSON.stringify(body).includes('expected')),
      'properties.alerts.items': [
        { label: 'floor', description: 'The share that must pass.', body: { scorer: stop(1, 'schema'), floor: 0.99 } },
        {
          label: 'worse than control',
          description: 'Compared with the other version of a rollout.',
          body: { scorer: stop(1), against: 'control', maxDrop: 0.05 },
        },
      ],
    },
    override: describeScorers,
  });
}

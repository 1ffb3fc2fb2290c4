import { type PublishedSchema, publishedSchema, stop } from '../../prompt/schema/published-schema.ts';
import { configSchema } from './config-schema.ts';

/** The JSON Schema of the config, for editors: schemas/config.schema.json is this, as text. */
export function configJsonSchema(): PublishedSchema {
  return publishedSchema(configSchema, {
    title: 'Promptlane config',
    description: 'promptlane.config.yaml, .promptlanerc, or the member "promptlane" of package.json.',
    snippets: {
      'properties.environments': [
        {
          label: 'environments',
          description: 'Three environments, each after the one before.',
          body: { development: {}, staging: { after: 'development' }, production: { after: 'staging' } },
        },
      ],
      'properties.models.properties.providers.additionalProperties': [
        {
          label: 'provider',
          description: 'A provider that speaks the API of another.',
          body: { kind: 'openai', baseUrl: stop(1, 'http://localhost:11434/v1'), apiKeyEnv: stop(2, 'MY_API_KEY') },
        },
      ],
    },
  });
}

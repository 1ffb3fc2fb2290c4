import * as z from 'zod';
import { configSchema } from './config-schema.ts';

/** The published JSON Schema of the config: schemas/config.schema.json is this, as text. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });
  return {
    ...schema,
    title: 'promptlane config',
    description: 'promptlane.config.yaml, .promptlanerc, or the member "promptlane" of package.json.',
  };
}

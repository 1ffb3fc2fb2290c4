import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { Evaluator, Guardrail, InputSpec, Message, ModelParameters, Prompt, PromptId } from '../../prompt.ts';
import type { PromptFile } from '../../schema/prompt-file.ts';
import type { Output } from './output-schema.ts';

/** Builds the prompt that a checked file tells. */
export function promptOf(file: PromptFile, output: Output, defaultId: PromptId): Prompt {
  const { name, description, aliases, model, modelParameters, inputs, toolChoice, risk, parameters } = file;
  return {
    id: (file.id as PromptId | undefined) ?? defaultId,
    about: {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      tags: file.tags ?? [],
      owners: file.owners ?? [],
      ...(aliases !== undefined && { aliases: aliases as PromptId[] }),
      metadata: (file.metadata ?? {}) as JsonObject,
    },
    template: file.template ?? 'liquid',
    messages: file.messages.map(messageOf),
    ...(model !== undefined && { model }),
    parameters: parametersOf(modelParameters),
    ...(parameters !== undefined && { appParameters: parameters as JsonObject }),
    ...output,
    tools: (file.tools ?? []) as JsonObject[],
    ...(toolChoice !== undefined && { toolChoice: toolChoice as JsonObject | string }),
    guardrails: (file.guardrails ?? []) as Guardrail[],
    ...(inputs !== undefined && { inputs: inputs as Record<string, InputSpec> }),
    ...(risk !== undefined && { risk }),
    testData: (file.testData ?? []) as JsonObject[],
    evaluators: (file.evaluators ?? []) as Evaluator[],
  };
}

type FileMessage = PromptFile['messages'][number];

/** The keys that a message may have; what a foreign file adds of its own is not sent and not part of the version. */
function messageOf({ role, content, name, toolCallId, toolCalls }: FileMessage): Message {
  return {
    role,
    ...(content !== undefined && { content }),
    ...(name !== undefined && { name }),
    ...(toolCallId !== undefined && { toolCallId }),
    ...(toolCalls !== undefined && { toolCalls: toolCalls as JsonObject[] }),
  };
}

function parametersOf(parameters: PromptFile['modelParameters'] = {}): ModelParameters {
  const { stop, ...rest } = parameters;
  return { ...(rest as ModelParameters), ...(stop !== undefined && { stop: typeof stop === 'string' ? [stop] : stop }) };
}

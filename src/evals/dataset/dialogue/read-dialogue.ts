import * as z from 'zod';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import type { Attachment } from '../../../prompt/render/rendered-prompt.ts';
import { attachmentType } from './attachment-type.ts';
import type { CaseAttachment, CaseDialogue } from './case-dialogue.ts';

/** Keys of a row that make a dialogue of its case. */
export const DIALOGUE_KEYS = ['turns', 'toolResults', 'maxSteps', 'attachments'] as const;

/** Reads a file that a row names, relative to its dataset: its bytes as base64, or what is wrong with it in words. */
export type ReadAttachment = (file: string) => { readonly data: string } | { readonly problem: string };

const said = z.string().min(1);
const turn = z.union([
  said.transform((content) => ({ role: 'user' as const, content })),
  z.strictObject({ user: said }).transform(({ user }) => ({ role: 'user' as const, content: user })),
  z.strictObject({ assistant: said }).transform(({ assistant }) => ({ role: 'assistant' as const, content: assistant })),
  z.strictObject({ role: z.enum(['user', 'assistant']), content: said }),
]);

const message = z.int().nonnegative().optional();
const mediaType = z
  .string()
  .regex(/^[a-z]+\/[a-z0-9.+-]+$/)
  .optional();
const attachment = z.union([
  z.strictObject({ file: z.string().min(1), mediaType, name: z.string().optional(), message }),
  z.strictObject({ url: z.url({ protocol: /^https?$/ }), mediaType, name: z.string().optional(), message }),
  z.strictObject({ data: z.base64().min(1), mediaType, name: z.string().optional(), message }),
]);

const shapes = {
  turns: z
    .array(turn)
    .min(1)
    .max(50)
    .refine((turns) => turns.at(-1)?.role === 'user'),
  toolResults: z.record(z.string().min(1), z.json()),
  maxSteps: z.int().min(1).max(50),
  attachments: z.array(attachment).min(1).max(20),
} as const;

const EXPECTED: Readonly<Record<keyof typeof shapes, string>> = {
  turns: '`turns` is a list of 1 to 50 texts, or of {user: …} and {assistant: …}, that ends with the user.',
  toolResults: '`toolResults` is a mapping of tools to what they give back; a list holds one result for each call.',
  maxSteps: '`maxSteps` is a whole number from 1 to 50.',
  attachments:
    '`attachments` is a list of up to 20 {file: …}, {url: …} or {data: <base64>}, each with `message`, `mediaType` and `name` if needed.',
};

/** Reads what of a row makes a dialogue; nothing for a row of one question. */
export function readDialogue(row: JsonObject, read?: ReadAttachment): { readonly dialogue?: CaseDialogue } | { readonly problem: string } {
  const given = DIALOGUE_KEYS.filter((key) => row[key] !== undefined && row[key] !== null);
  if (given.length === 0) return {};
  for (const key of given) if (!shapes[key].safeParse(row[key]).success) return { problem: EXPECTED[key] };
  const attachments = row.attachments ? shapes.attachments.parse(row.attachments).map((one) => readAttachment(one, read)) : [];
  const broken = attachments.find((one) => 'problem' in one);
  if (broken !== undefined) return broken;
  return {
    dialogue: {
      ...(row.turns ? { turns: shapes.turns.parse(row.turns) } : {}),
      ...(row.toolResults ? { toolResults: resultLists(row.toolResults as JsonObject) } : {}),
      ...(row.maxSteps ? { maxSteps: shapes.maxSteps.parse(row.maxSteps) } : {}),
      ...(attachments.length > 0 && { attachments: attachments as CaseAttachment[] }),
    },
  };
}

function resultLists(results: JsonObject): Record<string, readonly Json[]> {
  return Object.fromEntries(Object.entries(results).map(([tool, result]) => [tool, Array.isArray(result) ? result : [result]]));
}

function readAttachment(named: z.infer<typeof attachment>, read: ReadAttachment | undefined): CaseAttachment | { problem: string } {
  const { message: at, name } = named;
  const about = at === undefined ? {} : { message: at };
  const called = name === undefined ? {} : { name };
  if ('url' in named) {
    const { url, mediaType: type } = named;
    return { attachment: { url, ...(type !== undefined && { mediaType: type }), ...called }, ...about };
  }
  const file = 'file' in named ? named.file : undefined;
  const what = file ?? name ?? 'given as `data`';
  const found = 'data' in named ? named : (read?.(named.file) ?? { problem: 'this dataset is not read from the workspace' });
  if ('problem' in found) return { problem: `The attachment ${what}: ${found.problem}.` };
  const type = named.mediaType ?? attachmentType(file ?? name ?? '', found.data);
  if (type === undefined) return { problem: `The attachment ${what} is of no known type; say it as \`mediaType\`.` };
  const known = name ?? file?.slice(file.lastIndexOf('/') + 1);
  const attachment: Attachment = { mediaType: type, data: found.data, ...(known !== undefined && { name: known }) };
  return { attachment, ...about };
}

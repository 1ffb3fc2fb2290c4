import { type FakeProvider, fakeProvider, makeTrouble, type SeenRequest, sendJson, type Trouble } from './fake-provider.ts';

/** How the server treats one request. */
export type EmbeddingTreatment =
  | {
      readonly kind: 'answer';
      readonly embeddings?: readonly (readonly number[])[];
      readonly isUncounted?: boolean;
      readonly isReversed?: boolean;
    }
  | Trouble;

/** A real server on loopback that speaks OpenAI's embeddings, as floats and in base64: a vector by the length of each text. */
export async function fakeEmbeddings(
  treat: (request: SeenRequest) => EmbeddingTreatment = () => ({ kind: 'answer' }),
): Promise<FakeProvider & { readonly url: string }> {
  const server = await fakeProvider({
    respond(response, request) {
      const treatment = treat(request);
      if (treatment.kind !== 'answer')
        makeTrouble(response, treatment, (status) => JSON.stringify({ error: { message: `status ${status}` } }));
      else if (request.path !== '/v1/embeddings') sendJson(response, 404, '{"error":{"message":"Not found"}}');
      else sendJson(response, 200, JSON.stringify(listOf(request, treatment)));
    },
  });
  return { ...server, url: `${server.origin}/v1` };
}

function listOf(
  { body }: SeenRequest,
  { embeddings, isUncounted = false, isReversed = false }: Extract<EmbeddingTreatment, { kind: 'answer' }>,
): object {
  const vectors = embeddings ?? (body.input as readonly string[]).map((text) => [text.length, 0.5]);
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding: body.encoding_format === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector,
  }));
  const usage = { prompt_tokens: vectors.length * 10, total_tokens: vectors.length * 10 };
  return { object: 'list', data: isReversed ? data.reverse() : data, model: body.model, ...(isUncounted ? {} : { usage }) };
}

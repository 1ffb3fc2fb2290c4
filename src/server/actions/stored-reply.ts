/** A reply that exists as bytes: sent as it is, or not at all to a client that has it. */
export interface StoredReply {
  /** Strong: the same tag means the same bytes. */
  readonly etag: string;
  readonly body: Buffer;
  readonly cacheControl: string;
}

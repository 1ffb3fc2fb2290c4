import type { Json } from '../base/json/canonical-json.ts';
import type { LocalStore } from './state/local-store.ts';

/** What only some platforms have. The client asks for nothing else of them. */
export interface Platform {
  /** Keeps what an environment served in a folder; `key` tells environments apart. */
  openStore?(folder: string, key: string): LocalStore;
  /** A bundle, and the signature that lies beside it. @throws Failure `file-unreadable`, `bundle-invalid` */
  readBundleFile?(path: string): Promise<{ readonly document: Json | undefined; readonly signature: Json | undefined }>;
}

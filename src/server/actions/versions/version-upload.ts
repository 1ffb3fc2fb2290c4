import type { z } from 'zod';
import type { sourceSchema, uploadSchema, versionUploadSchema } from '../../../protocol/versions.ts';

export type VersionUpload = z.output<typeof versionUploadSchema>;
export type UploadedFile = z.output<typeof sourceSchema>;

/** Where an upload comes from. */
export type Provenance = Omit<z.output<typeof uploadSchema>, 'versions'>;

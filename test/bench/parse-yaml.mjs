// The peer of `check`: reads the files that a list names with the bare YAML package and does nothing with them.
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';

for (const file of JSON.parse(readFileSync(process.argv[2], 'utf8'))) parseDocument(readFileSync(file, 'utf8'));

import type { JsonObject } from '../base/json/canonical-json.ts';

/** What a terminal may act on or hide, and JSON leaves as it is. */
const UNSEEN = /[\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A JSON file for people, which is also harmless where it is printed. */
export function jsonText(value: JsonObject): string {
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

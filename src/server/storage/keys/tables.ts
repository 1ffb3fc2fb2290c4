export interface KeyTables {
  /** What is known of each key of the registry: nothing by which it could be guessed. */
  key_checks: { name: string; value: string };
}

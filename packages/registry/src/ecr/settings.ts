/** What a new repository is like. */
export interface RepositorySettings {
  /** Whether tags may not move. */
  readonly immutable: boolean;
  /** Patterns of tags, with `*` for any text, that the rule before does not hold for. */
  readonly exclusions: readonly string[];
}

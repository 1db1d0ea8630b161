/** A tag that a workflow wants to move to its image, and what decides whether it may. */
export interface Wish {
  readonly tag: string;
  /**
   * `version`: only an image of a higher version, or the same. `revision`: only an image of a later commit. `latest`: by
   * version once there is a release, and until then by revision.
   */
  readonly rule: 'version' | 'revision' | 'latest';
  /** Of a rule by version: what is compared, all versions unless said. */
  readonly within?: 'major' | 'minor';
}

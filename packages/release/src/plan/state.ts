/** A commit's id, 40 or 64 hexadecimal digits. */
export type Id = string;

/** What is known before a step is planned: the sources, what was built of them, and the remote. */
export interface Observed {
  /** The branch that a release is made from, such as `main`. */
  readonly branch: string;
  readonly sources: Sources;
  /** What the sources gave, once built. */
  readonly built?: Built;
  readonly remote: Remote;
}

/** The commit that is built: the branch's own, or one more that takes the changesets into versions and changelogs. */
export interface Sources {
  readonly commit: Id;
  /** The commit that was asked for. Not {@link commit} where changesets were waiting. */
  readonly from: Id;
  /** The version in every package.json. */
  readonly version: string;
}

/** A build of the sources. */
export interface Built {
  /** The release commit: the tree as a child of the sources. */
  readonly commit: Id;
  readonly assets: readonly Asset[];
}

/** A file beside the source archives of a GitHub release. */
export interface Asset {
  readonly name: string;
  /** `sha256:…`, as GitHub writes it. */
  readonly digest: string;
}

/** What others see. */
export interface Remote {
  /** Head of the branch; nothing when there is no such branch. */
  readonly head: Id | undefined;
  /** Whether the branch has the commit to build, and the one that was asked for. */
  readonly hasSources: boolean;
  readonly hasFrom: boolean;
  /** Every tag that begins with `v` and a number, and the commit it leads to. */
  readonly tags: ReadonlyMap<string, Id>;
  /** Whether the parent of the tag of this version is on the branch; nothing when there is no such tag. */
  readonly tagIsOfBranch?: boolean;
  readonly releases: readonly Release[];
}

/** A GitHub release, published or a draft. */
export interface Release {
  readonly id: number;
  readonly tag: string;
  readonly draft: boolean;
  /** What it was drafted for: of our own the release commit, of a person's mostly a branch. */
  readonly target: string;
  readonly assets: readonly UploadedAsset[];
}

/** An asset as GitHub has it; one that is not whole has another `state` than `uploaded`. */
export interface UploadedAsset {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  readonly digest: string | undefined;
}

/** One thing to do. Moves and pushes name what the remote must still hold: nothing means that there is no such tag. */
export type Step =
  | { readonly kind: 'build'; readonly sources: Id; readonly version: string }
  | { readonly kind: 'push'; readonly tag: string; readonly to: Id; readonly branch?: Advance }
  | { readonly kind: 'draft'; readonly tag: string; readonly prerelease: boolean }
  | { readonly kind: 'upload'; readonly tag: string; readonly asset: string; readonly instead: number | undefined }
  | { readonly kind: 'publish'; readonly tag: string; readonly latest: boolean }
  | { readonly kind: 'discard'; readonly tag: string; readonly draft: number }
  | { readonly kind: 'move'; readonly tag: string; readonly to: string; readonly from: Id | undefined };

/** The branch takes the commit with the versions, by fast-forward, in the same push as the tag. */
export interface Advance {
  readonly name: string;
  readonly to: Id;
  readonly from: Id;
}

/** What is left to do, in order; or why nothing of it may be done. */
export type Plan = { readonly steps: readonly Step[] } | Refusal;

/** Why nothing may be done, and what to do about it. */
export interface Refusal {
  readonly refused: string;
  readonly remedy: string;
}

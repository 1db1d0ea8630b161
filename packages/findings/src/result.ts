import type { Result } from 'sarif';
import type { Kind, Severity } from './words.ts';

/** Where a result is in the checkout. */
export interface Place {
  /** Relative to the root of the checkout, with `/`, not percent-encoded, without `.` and `..`. */
  readonly path: string;
  /** 1-based; absent where the tool names the file alone. */
  readonly line?: number;
}

/** A rule of a tool, for people and for GitHub. */
export interface Rule {
  readonly id: string;
  readonly name?: string;
  /** One sentence. */
  readonly summary?: string;
  readonly help?: string;
  readonly helpUri?: string;
  readonly tags?: readonly string[];
}

/** A dependency with a known weakness. */
export interface Dependency {
  /** All ids that the result names for its advisory, such as `CVE-2021-23337` and `GHSA-35jh-r3h4-6jhm`; upper case but for a GHSA's own letters, sorted, at least one. */
  readonly advisories: readonly string[];
  /** The package, without its version. */
  readonly package: Package;
  readonly version?: string;
  /** The versions in which it is repaired, as the tool writes them. */
  readonly fixed?: string;
  /** The manifest or lockfile by its path in the checkout, or the image without tag and digest. */
  readonly target: string;
}

/** A package, without its version. */
export interface Package {
  /** As in a purl: `npm`, `pypi`, `deb`, `apk`, `golang`, `maven`; absent where the tool does not say. */
  readonly type?: string;
  /** With its scope or namespace, such as `@babel/core`. */
  readonly name: string;
  /** The source package of a distribution that the binary one was built from, where the tool names it. */
  readonly source?: string;
  /** `source` where the tool names the source package alone: then `name` is that, and no binary one is known. */
  readonly names?: 'source';
}

/** Of a result, what the identity of its finding is made of besides tool, rule and place. */
export type Subject =
  | { readonly kind: 'code' | 'lint' }
  | ({ readonly kind: 'dependency' } & Dependency)
  /** With the commit that a scan of the history found it in, unless the value is on that line of the checkout, too. */
  | { readonly kind: 'secret'; readonly commit?: string }
  | { readonly kind: 'configuration'; readonly resource?: string }
  | { readonly kind: 'license'; readonly license: string; readonly package: Package; readonly target: string };

/** Why a result is not open although its tool reports it. */
export interface Suppression {
  readonly by: 'tool';
  /** As the tool writes it; empty where it gives none. */
  readonly reason: string;
}

/**
 * What a reader of a tool's own format makes of one entry, before paths are resolved. Values of secrets, authors, e-mail addresses
 * and commit messages are not in it.
 */
export interface Reported {
  readonly rule: Rule;
  /** Plain text. */
  readonly message: string;
  /** As the tool writes it: absolute, relative, a URI, with backslashes; with another scheme than `file` it is elsewhere. Absent where the tool names no file. */
  readonly path?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly column?: number;
  /** The tool's own word, such as `HIGH` or `moderate`; absent where it has none. */
  readonly severity?: string;
  /** CVSS base scores, 0 to 10. */
  readonly scores?: readonly number[];
  readonly subject: Subject;
  readonly suppressed?: Suppression;
  /**
   * Of a secret: whether its value is in a line. The value stays in the reader's closure. Absent where the tool hides the value.
   */
  readonly isOn?: (line: string) => boolean;
}

/** A result in the words of all tools. */
export interface NormalResult {
  /** The tool's own name, as its report gives it, such as `Trivy`. */
  readonly tool: string;
  readonly kind: Kind;
  readonly severity: Severity;
  /** Absent where the result has no place in the checkout. */
  readonly place?: Place;
  /** Where it is by its report, as a path of a URI or as a URI of another scheme than `file`, if that is not in the checkout: so results elsewhere are told apart. */
  readonly elsewhere?: Place;
  /** Whether its place is only the manifest that carries it, and it is about no package: then the place tells it from nothing. */
  readonly isCarried?: true;
  readonly subject: Subject;
  readonly suppressed?: Suppression;
  readonly rule: Rule;
  /** As SARIF, all that the tool wrote and that may be passed on; URIs resolved; without fingerprints of ours. */
  readonly sarif: Result;
}

/** What makes a scan incomplete, as a sentence for its reader. */
export interface Failure {
  /**
   * `missing` no file, `unreadable` not understood, `partial` the tool itself says that it did not see everything. Only of the last
   * may a workflow say that it is enough.
   */
  readonly kind: 'missing' | 'unreadable' | 'partial';
  readonly message: string;
  /** What the workflow's author can do. */
  readonly hint?: string;
}

import type { Mark } from '@actions-aws/promotion';

/** How a site is told which release it serves. */
export type PointerKind = 'origin-path' | 'key-value-store';

/** What a workflow says of it; `auto` is the store where a site's function has one. */
export type PointerChoice = 'auto' | PointerKind;

/** What decides which release a site serves, as it was read. */
export interface Pointer {
  readonly kind: PointerKind;
  /** The release; `undefined` where the pointer names none, as before the first promotion. */
  readonly release: string | undefined;
  /** What stands there, for messages: an OriginPath such as `/r/0123456789abcdef`, or the value of a key. */
  readonly raw: string;
  /** What one of our actions wrote with this release; `undefined` where another hand moved the pointer, or none of them did. */
  readonly mark: Mark | undefined;
  /** What a write names, so that it is refused where the pointer has changed since. */
  readonly etag: string;
  /** Whether every edge has it, as far as AWS tells: `InProgress` becomes `Deployed`. Always `true` for a store, of which AWS tells nothing. */
  readonly deployed: boolean;
}

/** What a write puts into a pointer. */
export interface PointerContent {
  readonly release: string;
  readonly mark: Mark;
}

/** The end of a compare-and-swap: written by us, or the pointer as another writer left it. */
export type Swap =
  | { readonly won: true; readonly pointer: Pointer }
  | { readonly won: false; readonly pointer: Pointer };

/** The pointer of one site. A write names what the pointer must still hold, and never touches one that holds something else. */
export interface SitePointer {
  describe(): Promise<Pointer>;
  /** Once `signal` aborts, what has not gone out is not sent, and its reason is thrown; what is on its way is never torn. */
  point(current: Pointer, content: PointerContent, signal?: AbortSignal): Promise<Swap>;
  /**
   * Waits until AWS says that what was written is everywhere, and that no edge keeps what it had cached before: `Deployed`,
   * then an invalidation of all paths. Throws `superseded` where another write came meanwhile. Nothing to wait for under a store.
   */
  spread(written: Pointer, options: { readonly deadline: number; readonly signal: AbortSignal }): Promise<void>;
  /** Whether all that was seen to by an earlier run, as far as AWS tells; `true` under a store. Only reads. */
  hasSpread(written: Pointer): Promise<boolean>;
}

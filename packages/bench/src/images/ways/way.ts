/** From where to where. */
export interface Copying {
  /** Repository and digest: `127.0.0.1:PORT/NAME@sha256:…`. */
  readonly source: string;
  /** Repository and tag. */
  readonly target: string;
  /** Repositories of the target's registry that have some of the layers, with its name. */
  readonly mountFrom: readonly string[];
  /** An empty folder for what programs keep. */
  readonly home: string;
  readonly signal: AbortSignal;
}

/** A way to copy an image from one registry to another. */
export interface Way {
  /** As the figures call it. */
  readonly name: string;
  /** Whether what refers to the image comes along. */
  readonly carriesReferrers: boolean;
  /** Copies. @returns from the start of its process to its end, in milliseconds. */
  copy(copying: Copying): Promise<number>;
}

/** A request as it arrived, its body read and its transfer framing removed. */
export interface Arrival {
  readonly method: string;
  /** As sent, still percent-encoded; with the bucket first when the host named it. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case; trailers of the body included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Bytes that a registry holds under their digest: a layer or a configuration. */
export interface Blob {
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
}

/** How a blob came to where it was wanted. */
export interface CopiedBlob {
  /** `there`: it was there before; `mounted`: the registry had it in another repository; `sent`: uploaded. */
  readonly how: 'there' | 'mounted' | 'sent';
  /** Of the blob that went over the network to the registry; 0 unless it was sent. */
  readonly bytes: number;
}

/** The bytes of a blob on their way; they can be read once. Who does not read them to their end has to say so. */
export interface BlobBytes extends AsyncIterable<Uint8Array> {
  /** Whether a piece stays as it is only until the next one is asked for; the last one stays. Else each is the reader's own. */
  readonly areLent: boolean;
  /** Ends the transfer. */
  end(): void;
}

/** What CloudFront needs of the other services. */
export interface CloudFrontPorts {
  /** Reads an object of a bucket for a distribution, as the bucket's policy lets it. */
  readObject(asked: AskedObject): OriginAnswer;
  /** Makes the keys of a new store, which can be used from a time on. */
  makeStore(arn: string, ready: number): void;
  removeStore(arn: string): void;
  /** What a store holds and held, the newest last; nothing where there is none. */
  storeVersions(arn: string): readonly StoreVersion[];
}

/** What a store held after a write. */
export interface StoreVersion {
  readonly etag: string;
  readonly at: number;
  readonly items: Readonly<Record<string, string>>;
}

/** An object that an origin names. */
export interface AskedObject {
  readonly bucket: string;
  readonly key: string;
  /** The ARN of the distribution that signs the request; nothing where it does not sign. */
  readonly sourceArn: string | undefined;
}

/** An answer of an origin. */
export interface OriginAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

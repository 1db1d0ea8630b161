/** What is wrong with a request's form, found while decoding it. The service's refusals give it AWS's words. */
export interface Flaw {
  /** Where, in AWS's lower camel notation, such as `routingConfig.additionalVersionWeights`. */
  readonly path: string;
  /** `missing`: a required member is not there. `type`: a value of another type. `syntax`: not a document at all. */
  readonly kind: 'missing' | 'type' | 'syntax';
  readonly message: string;
}

/** Thrown by the readers: the request cannot be decoded. */
export class InvalidRequest extends Error {
  readonly flaws: readonly Flaw[];

  constructor(flaws: readonly Flaw[]) {
    super(flaws.map((flaw) => flaw.message).join('; '));
    this.name = 'InvalidRequest';
    this.flaws = flaws;
  }
}

/** A value of a wrong type; AWS stops at the first. */
export function wrongType(path: string, message: string): InvalidRequest {
  return new InvalidRequest([{ path, kind: 'type', message }]);
}

/** A body that is not a document of its protocol. */
export function malformed(message: string): InvalidRequest {
  return new InvalidRequest([{ path: '', kind: 'syntax', message }]);
}

/** A required member that is not there; collected, since AWS reports all of them at once. */
export function missing(path: string): Flaw {
  return { path, kind: 'missing', message: `${path} is required` };
}

/** The path of a member below `parent`, as AWS writes it: `code.s3Bucket`. */
export function below(parent: string, name: string): string {
  const camel = name.charAt(0).toLowerCase() + name.slice(1);
  return parent === '' ? camel : `${parent}.${camel}`;
}

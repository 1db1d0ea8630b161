import type { Manifest } from '../release/manifest.ts';
import type { Element } from './document/xml.ts';
import type { Answer, Bucket, Distribution, FunctionCode, PolicyKind, Reading, Role } from './survey.ts';

/**
 * All that a survey asks. Nothing rejects but by the signal of the run: what could not be read says why, and what to do. What AWS
 * calls missing is `absent`, by its own word for it and by nothing else.
 */
export interface SurveyPorts {
  distribution(id: string): Promise<Reading<Distribution>>;
  accessControl(id: string): Promise<Reading<Element>>;
  policy(kind: PolicyKind, id: string): Promise<Reading<Element>>;
  /** The code that is live. */
  functionCode(arn: string): Promise<Reading<FunctionCode>>;
  /** The ARNs of the stores of a function, as it is LIVE. */
  stores(functionArn: string): Promise<Reading<readonly string[]>>;
  /** The text of the key `release` of a store. */
  storedValue(storeArn: string): Promise<Reading<string>>;
  /** `account` is that of the distributions; `undefined` where neither could be read. */
  bucket(name: string, account: string | undefined): Promise<Reading<Bucket>>;
  bucketPolicy(name: string): Promise<Reading<string>>;
  manifest(bucket: string, release: string): Promise<Reading<Manifest>>;
  /** A file of a release, as text. */
  file(bucket: string, key: string): Promise<Reading<string>>;
  /** Asks a domain of a site for `/.well-known/release`. */
  visit(url: string, role: Role): Promise<Reading<Answer>>;
  /** Waits some moments for what is on its way; `false` where there is no time for it. */
  pause(): Promise<boolean>;
}

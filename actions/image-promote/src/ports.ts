import type { Context } from '@actions-aws/promotion';
import type { Registry, WritableRegistry } from '@actions-aws/registry';
import type { AgeOf } from '@actions-aws/registry/order';

/** All that a promotion reaches outside of itself. */
export interface Ports {
  readonly from: Registry;
  /** Within one repository the same as `from`. */
  readonly to: WritableRegistry;
  /** How the commit of the image stands to that of another one. */
  readonly age: AgeOf;
}

/** What a promotion acts in. No user meets anything that is not proved, so that nothing is left for `post`. */
export type ImageContext = Omit<Context<Ports>, 'remember'>;

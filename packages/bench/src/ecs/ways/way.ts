import type { Deployment } from '../place.ts';

/** How a deployment is run. */
export interface Way {
  readonly name: string;
  /** The access key of its requests. */
  readonly accessKey: string;
  /** Deploys to its end; gives the exit code of its process. */
  deploy(deployment: Deployment): Promise<number>;
}

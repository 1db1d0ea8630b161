/** An answer that a user got of a service. */
export interface SeenAnswer {
  /** When, on the local clock, in milliseconds since the epoch. */
  readonly at: number;
  readonly path: string;
  readonly status: number;
  readonly body: string;
  /** Whether a task answered, or the load balancer in its place. */
  readonly by: 'task' | 'load balancer';
  /** Name of the image that answered, such as `v1`; missing where it did not say so. */
  readonly version?: string;
  /** Id of the task. */
  readonly task?: string;
  /** Id of the service revision. */
  readonly revision?: string;
}

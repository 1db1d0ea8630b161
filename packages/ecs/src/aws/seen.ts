import type { ServiceDeployment } from '../deployment.ts';
import type { ServiceRevision } from '../revision.ts';
import type { TaskDefinition } from '../task-definition.ts';

/**
 * What reads of one run have shown, by ARN. ECS is eventually consistent: what one read has shown, the next may not know, or show as it was
 * before. All adapters of a run share it, each with its own patience.
 */
export interface Seen {
  readonly definitions: Map<string, TaskDefinition>;
  readonly revisions: Map<string, ServiceRevision>;
  readonly deployments: Map<string, ServiceDeployment>;
}

/** Nothing was read yet. */
export function nothingSeen(): Seen {
  return { definitions: new Map(), revisions: new Map(), deployments: new Map() };
}

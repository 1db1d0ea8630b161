import type * as sdk from '@aws-sdk/client-ecs';
import { rawJson } from '../../../kernel/service.ts';
import { given, seconds } from '../place.ts';
import type { Document, TaskDefinitionRecord } from '../state.ts';

/** A task definition as answers have it: all that was registered, known to the SDK or not, and what AWS adds. */
export function shownDefinition(record: TaskDefinitionRecord): sdk.TaskDefinition {
  const document: Document = given({
    ...record.settings,
    taskDefinitionArn: record.arn,
    family: record.family,
    revision: record.revision,
    status: record.deregistered === undefined ? 'ACTIVE' : 'INACTIVE',
    registeredAt: seconds(record.registered),
    registeredBy: record.registeredBy,
    deregisteredAt: seconds(record.deregistered),
  });
  return { [rawJson]: document } as unknown as sdk.TaskDefinition;
}

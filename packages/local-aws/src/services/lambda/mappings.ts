import type {
  CreateEventSourceMappingRequest,
  DeleteEventSourceMappingRequest,
  EventSourceMappingConfiguration,
  GetEventSourceMappingRequest,
  ListEventSourceMappingsRequest,
  ListEventSourceMappingsResponse,
  UpdateEventSourceMappingRequest,
} from '@aws-sdk/client-lambda';
import type { Authorization } from '../../kernel/service.ts';
import { withoutUndefined } from './configuration.ts';
import { conflict, invalidParameter, mappingInUse, notFound } from './errors.ts';
import { functionArn, mappingArn, refer } from './names.ts';
import { operation, requestedFunction } from './operation.ts';
import { page } from './paging.ts';
import type { LambdaCall, LambdaPlace } from './place.ts';
import type { MappingRecord } from './state.ts';
import { checkedTags } from './tags.ts';
import { versionOf } from './updates.ts';

type Settings = MappingRecord['settings'];

/** The services that can be event sources, by their name in an ARN, and what a mapping of each has when unsaid (SDK). */
const defaults: Readonly<Record<string, Partial<Settings>>> = {
  sqs: { BatchSize: 10, MaximumBatchingWindowInSeconds: 0 },
  kinesis: streamDefaults(),
  dynamodb: streamDefaults(),
  kafka: { BatchSize: 100, MaximumBatchingWindowInSeconds: 0 },
  mq: { BatchSize: 100 },
  rds: { BatchSize: 100 },
};

function streamDefaults(): Partial<Settings> {
  return {
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 0,
    ParallelizationFactor: 1,
    BisectBatchOnFunctionError: false,
    MaximumRecordAgeInSeconds: -1,
    MaximumRetryAttempts: -1,
    TumblingWindowInSeconds: 0,
    DestinationConfig: { OnFailure: {} },
  };
}

function described(place: LambdaPlace, mapping: MappingRecord): EventSourceMappingConfiguration {
  const stream = mapping.settings.ParallelizationFactor !== undefined;
  return withoutUndefined({
    ...mapping.settings,
    // Recorded: no filters are as none were given.
    FilterCriteria: mapping.settings.FilterCriteria?.Filters?.length ? mapping.settings.FilterCriteria : undefined,
    UUID: mapping.uuid,
    EventSourceMappingArn: mappingArn(place, mapping.uuid),
    FunctionArn: mapping.functionArn,
    FunctionResponseTypes: mapping.settings.FunctionResponseTypes ?? [],
    LastModified: new Date(mapping.lastModified),
    LastProcessingResult: stream ? 'No records processed' : undefined,
    State: mapping.state,
    StateTransitionReason: stream ? 'User action' : 'USER_INITIATED',
  });
}

/** The ARN of the function, version or alias that a mapping invokes. */
function destination(call: LambdaCall, functionName: string): string {
  const { name, qualifier } = refer(call, functionName);
  const func = call.state.functions.get(name);
  if (func === undefined || versionOf(func, qualifier) === undefined) {
    throw invalidParameter('Function does not exist');
  }
  return functionArn(call, name, qualifier);
}

function existingMapping(call: LambdaCall, uuid: string | undefined): MappingRecord {
  const mapping = call.state.mappings.get(uuid ?? '');
  if (mapping === undefined) {
    throw notFound('The resource you requested does not exist.');
  }
  return mapping;
}

const byUuid = {
  resource: ({ UUID }: { UUID: string | undefined }, place: LambdaPlace) => mappingArn(place, UUID ?? '*'),
};

/** Creating and listing have no resource in the Service Authorization Reference, only the condition lambda:FunctionArn. */
function onAnyResource(action: string): () => readonly Authorization[] {
  return () => [{ action, resource: '*' }];
}

/** Event source mappings: their configuration and states. Events are not polled for. */
export const mappingOperations = {
  CreateEventSourceMapping: operation<CreateEventSourceMappingRequest, EventSourceMappingConfiguration>(
    'CreateEventSourceMapping',
    {
      takes: [
        'FunctionName',
        'EventSourceArn',
        'Enabled',
        'BatchSize',
        'FilterCriteria',
        'KMSKeyArn',
        'MetricsConfig',
        'LoggingConfig',
        'ScalingConfig',
        'MaximumBatchingWindowInSeconds',
        'ParallelizationFactor',
        'StartingPosition',
        'StartingPositionTimestamp',
        'DestinationConfig',
        'MaximumRecordAgeInSeconds',
        'BisectBatchOnFunctionError',
        'MaximumRetryAttempts',
        'Tags',
        'TumblingWindowInSeconds',
        'Topics',
        'Queues',
        'SourceAccessConfigurations',
        'SelfManagedEventSource',
        'FunctionResponseTypes',
        'AmazonManagedKafkaEventSourceConfig',
        'SelfManagedKafkaEventSourceConfig',
        'DocumentDBEventSourceConfig',
        'ProvisionedPollerConfig',
      ],
      resource: (input, place) =>
        `${requestedFunction(input, place)} from ${input.EventSourceArn ?? 'a self-managed source'}`,
      authorizes: onAnyResource('lambda:CreateEventSourceMapping'),
      run(call, input) {
        const { FunctionName = '', Enabled = true, Tags = {}, ...given } = input;
        if (given.EventSourceArn === undefined && given.SelfManagedEventSource === undefined) {
          throw invalidParameter('Unrecognized event source.');
        }
        const service = given.EventSourceArn?.split(':')[2] ?? 'kafka';
        if (service === 'sqs' && given.DestinationConfig !== undefined) {
          throw invalidParameter('Unsupported DestinationConfig parameter for given event source mapping type.');
        }
        const arn = destination(call, FunctionName);
        const usual = defaults[service];
        if (usual === undefined) {
          throw invalidParameter('Unrecognized event source.');
        }
        if (['kinesis', 'dynamodb'].includes(service) && given.StartingPosition === undefined) {
          throw invalidParameter(
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
          );
        }
        if (service === 'dynamodb' && given.StartingPosition === 'AT_TIMESTAMP') {
          throw invalidParameter(`Unsupported starting position for arn type: ${given.EventSourceArn}`);
        }
        assertNew(call, given.EventSourceArn, arn);
        const now = call.clock.now();
        const mapping: MappingRecord = {
          uuid: call.newId(),
          functionArn: arn,
          settings: { ...usual, ...given },
          state: 'Creating',
          lastModified: now,
          transition: { at: now + call.state.pace.mapping, state: Enabled ? 'Enabled' : 'Disabled' },
          tags: checkedTags({}, Tags),
        };
        call.state.mappings.set(mapping.uuid, mapping);
        return described(call, mapping);
      },
    },
  ),

  GetEventSourceMapping: operation<GetEventSourceMappingRequest, EventSourceMappingConfiguration>(
    'GetEventSourceMapping',
    {
      takes: ['UUID'],
      ...byUuid,
      run: (call, input) => described(call, existingMapping(call, input.UUID)),
    },
  ),

  UpdateEventSourceMapping: operation<UpdateEventSourceMappingRequest, EventSourceMappingConfiguration>(
    'UpdateEventSourceMapping',
    {
      takes: [
        'UUID',
        'FunctionName',
        'Enabled',
        'BatchSize',
        'FilterCriteria',
        'KMSKeyArn',
        'MetricsConfig',
        'LoggingConfig',
        'ScalingConfig',
        'MaximumBatchingWindowInSeconds',
        'ParallelizationFactor',
        'DestinationConfig',
        'MaximumRecordAgeInSeconds',
        'BisectBatchOnFunctionError',
        'MaximumRetryAttempts',
        'TumblingWindowInSeconds',
        'SourceAccessConfigurations',
        'FunctionResponseTypes',
        'AmazonManagedKafkaEventSourceConfig',
        'SelfManagedKafkaEventSourceConfig',
        'DocumentDBEventSourceConfig',
        'ProvisionedPollerConfig',
      ],
      ...byUuid,
      run(call, input) {
        const { UUID, FunctionName, Enabled, ...given } = input;
        const mapping = existingMapping(call, UUID);
        if (mapping.transition !== undefined) {
          throw mappingInUse('update');
        }
        if (FunctionName !== undefined) {
          const arn = destination(call, FunctionName);
          if (arn !== mapping.functionArn) {
            assertNew(call, mapping.settings.EventSourceArn, arn);
          }
          mapping.functionArn = arn;
        }
        mapping.settings = { ...mapping.settings, ...withoutUndefined(given) } as Settings;
        const enabled = Enabled ?? mapping.state === 'Enabled';
        const changed = enabled !== (mapping.state === 'Enabled');
        mapping.state = changed ? (enabled ? 'Enabling' : 'Disabling') : 'Updating';
        const now = call.clock.now();
        mapping.lastModified = now;
        mapping.transition = { at: now + call.state.pace.mapping, state: enabled ? 'Enabled' : 'Disabled' };
        return described(call, mapping);
      },
    },
  ),

  DeleteEventSourceMapping: operation<DeleteEventSourceMappingRequest, EventSourceMappingConfiguration>(
    'DeleteEventSourceMapping',
    {
      takes: ['UUID'],
      ...byUuid,
      run(call, input) {
        const mapping = existingMapping(call, input.UUID);
        if (mapping.transition !== undefined) {
          throw mappingInUse('delete');
        }
        const now = call.clock.now();
        mapping.state = 'Deleting';
        mapping.lastModified = now;
        mapping.transition = { at: now + call.state.pace.mapping, state: undefined };
        return described(call, mapping);
      },
    },
  ),

  ListEventSourceMappings: operation<ListEventSourceMappingsRequest, ListEventSourceMappingsResponse>(
    'ListEventSourceMappings',
    {
      takes: ['EventSourceArn', 'FunctionName', 'Marker', 'MaxItems'],
      resource: (input, place) => (input.FunctionName === undefined ? '*' : requestedFunction(input, place)),
      authorizes: onAnyResource('lambda:ListEventSourceMappings'),
      run(call, input) {
        const { EventSourceArn, FunctionName } = input;
        const named = FunctionName === undefined ? undefined : refer(call, FunctionName);
        const arn = named && functionArn(call, named.name, named.qualifier);
        // The filter is the exact function, version or alias: the unqualified name does not find mappings of an alias.
        const all = [...call.state.mappings.values()].filter(
          (mapping) =>
            (EventSourceArn === undefined || mapping.settings.EventSourceArn === EventSourceArn) &&
            (arn === undefined || mapping.functionArn === arn),
        );
        const { items, nextMarker } = page(all, (mapping) => mapping.uuid, input.Marker, input.MaxItems);
        return withoutUndefined({
          EventSourceMappings: items.map((mapping) => described(call, mapping)),
          NextMarker: nextMarker,
        });
      },
    },
  ),
};

function assertNew(call: LambdaCall, source: string | undefined, arn: string): void {
  for (const other of call.state.mappings.values()) {
    if (source !== undefined && other.settings.EventSourceArn === source && other.functionArn === arn) {
      // As CloudFormation quotes Lambda.
      throw conflict(
        `The event source arn (" ${source} ") and function (" ${arn.split(':').slice(6).join(':')} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${other.uuid}`,
      );
    }
  }
}

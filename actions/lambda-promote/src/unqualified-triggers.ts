import { errorName, explain, isAccessDenied } from '@actions-aws/aws';
import {
  type EventSourceMappingConfiguration,
  GetPolicyCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionUrlConfigsCommand,
} from '@aws-sdk/client-lambda';
import { allowsInvocation, type PolicyStatement } from './invocation-permission.ts';
import type { UnqualifiedTrigger, Unread } from './plan/state.ts';

/** What reaches `$LATEST` directly, and what could not be looked at for lack of permission. */
export interface UnqualifiedTriggers {
  readonly found: readonly UnqualifiedTrigger[];
  readonly unread: readonly Unread[];
}

type Read = (client: LambdaClient, functionName: string, now: number) => Promise<readonly UnqualifiedTrigger[]>;

const KINDS: readonly (Unread & { readonly read: Read })[] = [
  { what: 'event source mappings', action: 'lambda:ListEventSourceMappings', read: mappings },
  { what: 'function URLs', action: 'lambda:ListFunctionUrlConfigs', read: urls },
  { what: 'resource policy', action: 'lambda:GetPolicy', read: permissions },
];

/** Looks for all that reaches `$LATEST` of a function without an alias. `now` in milliseconds since the epoch. */
export async function readUnqualifiedTriggers(
  client: LambdaClient,
  functionName: string,
  now: number,
): Promise<UnqualifiedTriggers> {
  const kinds = await Promise.all(
    KINDS.map(async ({ what, action, read }) => {
      try {
        return { found: await read(client, functionName, now), unread: [] };
      } catch (error) {
        if (isAccessDenied(error)) return { found: [], unread: [{ what, action }] };
        throw explain(error, { doing: `read the ${what} of ${functionName}`, action });
      }
    }),
  );
  return { found: kinds.flatMap(({ found }) => found), unread: kinds.flatMap(({ unread }) => unread) };
}

async function mappings(client: LambdaClient, FunctionName: string, now: number): Promise<UnqualifiedTrigger[]> {
  const found: UnqualifiedTrigger[] = [];
  await eachPage(async (Marker) => {
    const page = await client.send(new ListEventSourceMappingsCommand({ FunctionName, Marker }));
    for (const mapping of page.EventSourceMappings ?? []) {
      if (!isUnqualified(mapping.FunctionArn)) continue;
      const delivers = mayDeliver(mapping, now);
      if (delivers === false) continue;
      const { UUID, EventSourceArn, State } = mapping;
      found.push({
        what: `event source mapping ${UUID} (${EventSourceArn ?? 'a self-managed source'})${delivers === 'still' ? `, which is ${State}` : ''}`,
        remedy:
          delivers === 'still'
            ? 'Wait until the event source mapping is Disabled, for 15 minutes where its source is Amazon MQ, Kafka or DocumentDB: until then it may deliver events.'
            : 'Give the event source mapping the ARN of the alias as its function name.',
      });
    }
    return page.NextMarker;
  });
  return found;
}

/** How long a mapping of a source that is not among `PROMPT` may go on, in milliseconds. */
const AFTER_DISABLED_MS = 15 * 60_000;

/** Sources of which no such delay is documented. */
const PROMPT = ['sqs', 'kinesis', 'dynamodb'];

/**
 * Whether a mapping may deliver events. One of Amazon MQ, MSK, self-managed Kafka or DocumentDB goes on for up to 15 minutes
 * after it was disabled, also while its state is Disabled already: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
 * AWS does not say whether one of another source delivers while it is Disabling; it is taken to.
 */
function mayDeliver(
  { State, EventSourceArn, LastModified }: EventSourceMappingConfiguration,
  now: number,
): boolean | 'still' {
  if (State === 'Disabling') return 'still';
  if (State !== 'Disabled') return true;
  const service = EventSourceArn?.split(':')[2];
  if (service !== undefined && PROMPT.includes(service)) return false;
  return LastModified && now - LastModified.getTime() >= AFTER_DISABLED_MS ? false : 'still';
}

async function urls(client: LambdaClient, FunctionName: string): Promise<UnqualifiedTrigger[]> {
  const found: UnqualifiedTrigger[] = [];
  await eachPage(async (Marker) => {
    const page = await client.send(new ListFunctionUrlConfigsCommand({ FunctionName, Marker }));
    for (const { FunctionUrl, FunctionArn } of page.FunctionUrlConfigs ?? []) {
      if (!isUnqualified(FunctionArn)) continue;
      found.push({
        what: `function URL ${FunctionUrl}`,
        remedy: 'Make the function URL on the alias (`qualifier`) instead of the function.',
      });
    }
    return page.NextMarker;
  });
  return found;
}

async function permissions(client: LambdaClient, FunctionName: string): Promise<UnqualifiedTrigger[]> {
  let text: string | undefined;
  try {
    text = (await client.send(new GetPolicyCommand({ FunctionName }))).Policy;
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') return [];
    throw error;
  }
  return statementsIn(text)
    .filter(allowsInvocation)
    .map(({ Sid, Principal }) => ({
      what: `permission ${Sid ?? 'without a name'}${Principal === undefined ? '' : ` for ${JSON.stringify(Principal)}`}`,
      remedy: 'Give the permission with the alias as its qualifier, and have the caller use the ARN of the alias.',
    }));
}

/** The statements of a policy; of one that is not understood a statement that allows everything. */
function statementsIn(text: string | undefined): readonly PolicyStatement[] {
  const everything = [{ Sid: 'in a policy that is not understood' }];
  try {
    const { Statement } = JSON.parse(text ?? '') as { readonly Statement?: unknown };
    const statements = [Statement].flat();
    const isUnderstood = statements.every((one) => typeof one === 'object' && one !== null);
    return isUnderstood ? (statements as PolicyStatement[]) : everything;
  } catch {
    return everything;
  }
}

/** An ARN of a function without a qualifier, or with `$LATEST`; one that is missing may be. */
function isUnqualified(arn: string | undefined): boolean {
  const qualifier = arn?.split(':')[7];
  return !qualifier || qualifier === '$LATEST';
}

async function eachPage(read: (marker: string | undefined) => Promise<string | undefined>): Promise<void> {
  let marker: string | undefined;
  do {
    marker = (await read(marker)) || undefined;
  } while (marker);
}

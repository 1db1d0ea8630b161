import { errorName, explain, isAccessDenied } from '@actions-aws/aws';
import {
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionUrlConfigsCommand,
} from '@aws-sdk/client-lambda';

type Look = (client: LambdaClient, functionArn: string, version: string) => Promise<string>;

/** What can stand on a version itself. A listing by the bare name of the function does not show it. */
const LOOKS: readonly { readonly what: string; readonly action: string; readonly look: Look }[] = [
  { what: 'event source mappings', action: 'lambda:ListEventSourceMappings', look: mapping },
  { what: 'resource policy', action: 'lambda:GetPolicy', look: policy },
  { what: 'provisioned concurrency', action: 'lambda:GetProvisionedConcurrencyConfig', look: provisioned },
  { what: 'function URLs', action: 'lambda:ListFunctionUrlConfigs', look: url },
];

/**
 * Looks for what uses each version, by the function's ARN without a qualifier: what it is, in words; empty where nothing is
 * seen. Where a look is not allowed, that is why: what cannot be looked at counts as used.
 */
export async function readUses(
  client: LambdaClient,
  functionArn: string,
  versions: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    versions.map(async (version): Promise<[string, string]> => {
      const uses = await Promise.all(
        LOOKS.map(async ({ what, action, look }) => {
          try {
            return await look(client, functionArn, version);
          } catch (error) {
            if (isAccessDenied(error)) return `this run may not look at its ${what} (allow \`${action}\`)`;
            throw explain(error, { doing: `read the ${what} of ${functionArn}:${version}`, action });
          }
        }),
      );
      return [version, uses.filter((use) => use !== '').join(', ')];
    }),
  );
  return new Map(found);
}

/** One that is disabled is in use as well: enabled again, it would find no version. */
async function mapping(client: LambdaClient, functionArn: string, version: string): Promise<string> {
  const FunctionName = `${functionArn}:${version}`;
  const { EventSourceMappings = [] } = await client.send(new ListEventSourceMappingsCommand({ FunctionName }));
  const [first] = EventSourceMappings;
  return first ? `event source mapping ${first.UUID} (${first.EventSourceArn ?? 'a self-managed source'})` : '';
}

async function policy(client: LambdaClient, FunctionName: string, Qualifier: string): Promise<string> {
  const answer = await found(client.send(new GetPolicyCommand({ FunctionName, Qualifier })));
  return answer ? 'its resource policy lets others call it' : '';
}

async function provisioned(client: LambdaClient, FunctionName: string, Qualifier: string): Promise<string> {
  const command = new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier });
  return (await found(client.send(command))) ? 'it has provisioned concurrency' : '';
}

/** Today a URL is of an alias or of the function: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html */
async function url(client: LambdaClient, FunctionName: string, version: string): Promise<string> {
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListFunctionUrlConfigsCommand({ FunctionName, Marker }));
    const one = page.FunctionUrlConfigs?.find(({ FunctionArn }) => FunctionArn?.split(':')[7] === version);
    if (one) return `function URL ${one.FunctionUrl}`;
    Marker = page.NextMarker || undefined;
  } while (Marker);
  return '';
}

async function found<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (['ResourceNotFoundException', 'ProvisionedConcurrencyConfigNotFoundException'].includes(errorName(error))) {
      return undefined;
    }
    throw error;
  }
}

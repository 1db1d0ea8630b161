import { errorName, explain, isAccessDenied } from '@actions-aws/aws';
import {
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionUrlConfigsCommand,
} from '@aws-sdk/client-lambda';

type Look = (functionArn: string, version: string) => Promise<string>;

/** What can stand on a version itself. A listing by the bare name of the function does not show it. */
function looksOver(
  client: LambdaClient,
): readonly { readonly what: string; readonly action: string; readonly look: Look }[] {
  return [
    { what: 'event source mappings', action: 'lambda:ListEventSourceMappings', look: mappingOver(client) },
    { what: 'resource policy', action: 'lambda:GetPolicy', look: policyOver(client) },
    {
      what: 'provisioned concurrency',
      action: 'lambda:GetProvisionedConcurrencyConfig',
      look: provisionedOver(client),
    },
    { what: 'function URLs', action: 'lambda:ListFunctionUrlConfigs', look: urlOver(client) },
  ];
}

/**
 * Looks for what uses each version, by the function's ARN without a qualifier: what it is, in words; empty where nothing is
 * seen. Where a look is not allowed, that is why: what cannot be looked at counts as used.
 */
export async function readUses(
  client: LambdaClient,
  functionArn: string,
  versions: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const looks = looksOver(client);
  const found = await Promise.all(
    versions.map(async (version): Promise<[string, string]> => {
      const uses = await Promise.all(
        looks.map(async ({ what, action, look }) => {
          try {
            return await look(functionArn, version);
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
function mappingOver(client: LambdaClient): Look {
  return async (functionArn, version) => {
    const FunctionName = `${functionArn}:${version}`;
    let Marker: string | undefined;
    do {
      const page = await client.send(new ListEventSourceMappingsCommand({ FunctionName, Marker }));
      const [first] = page.EventSourceMappings ?? [];
      if (first) return `event source mapping ${first.UUID} (${first.EventSourceArn ?? 'a self-managed source'})`;
      Marker = page.NextMarker || undefined;
    } while (Marker);
    return '';
  };
}

function policyOver(client: LambdaClient): Look {
  return async (FunctionName, Qualifier) => {
    const answer = await found(client.send(new GetPolicyCommand({ FunctionName, Qualifier })));
    return answer ? 'its resource policy lets others call it' : '';
  };
}

function provisionedOver(client: LambdaClient): Look {
  return async (FunctionName, Qualifier) => {
    const command = new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier });
    return (await found(client.send(command))) ? 'it has provisioned concurrency' : '';
  };
}

/** Today a URL is of an alias or of the function: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html */
function urlOver(client: LambdaClient): Look {
  // One listing tells of all versions.
  let listed: Promise<ReadonlyMap<string, string>> | undefined;
  return async (functionArn, version) => {
    listed ??= urlsByQualifier(client, functionArn);
    const url = (await listed).get(version);
    return url === undefined ? '' : `function URL ${url}`;
  };
}

async function urlsByQualifier(client: LambdaClient, FunctionName: string): Promise<ReadonlyMap<string, string>> {
  const urls = new Map<string, string>();
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListFunctionUrlConfigsCommand({ FunctionName, Marker }));
    for (const { FunctionArn, FunctionUrl = '' } of page.FunctionUrlConfigs ?? []) {
      urls.set(FunctionArn?.split(':')[7] ?? '', FunctionUrl);
    }
    Marker = page.NextMarker || undefined;
  } while (Marker);
  return urls;
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

import { UserError } from '@actions-aws/action';
import { errorName, explain, isAccessDenied } from '@actions-aws/aws';
import { type FunctionVersion, functionVersion } from '@actions-aws/lambda';
import {
  DeleteFunctionCommand,
  GetPolicyCommand,
  GetProvisionedConcurrencyConfigCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionUrlConfigsCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { type Package, transferMs } from './code/package.ts';
import type { Entrance, Provisioned } from './plan/state.ts';

/** A write that names the revision it expects: done, or refused since somebody else wrote first. */
export type Guarded = { readonly done: true; readonly version: FunctionVersion } | { readonly done: false };

/** What a promotion needs of Lambda besides versions, aliases and invocations. */
export interface Functions {
  /** Puts new code on `$LATEST`, if it still has this revision. */
  upload(functionName: string, code: Package, revisionId: string): Promise<Guarded>;
  /** Publishes `$LATEST`, if it still has this revision and this code. AWS may answer with a version that is there already. */
  publish(functionName: string, latest: FunctionVersion, description: string): Promise<Guarded>;
  /** Deletes a version; `false` where something holds it. */
  remove(functionName: string, version: string): Promise<boolean>;
  /** What reaches `$LATEST` directly, and what could not be looked at for lack of permission. */
  entrances(functionName: string): Promise<{ readonly found: readonly Entrance[]; readonly unread: readonly string[] }>;
  /** Provisioned concurrency of an alias; nothing where it has none. */
  provisioned(functionName: string, alias: string): Promise<Provisioned | undefined>;
}

/**
 * {@link Functions} over the SDK. Needs `lambda:UpdateFunctionCode`, `PublishVersion`, `GetProvisionedConcurrencyConfig`;
 * for pruning `DeleteFunction`; to look for entrances `ListEventSourceMappings`,
 * `ListFunctionUrlConfigs` and `GetPolicy`.
 */
export function awsFunctions(client: LambdaClient): Functions {
  return {
    async upload(functionName, code, revisionId) {
      return guarded(
        () =>
          client.send(
            new UpdateFunctionCodeCommand({ FunctionName: functionName, ...code.upload, RevisionId: revisionId }),
            { requestTimeout: transferMs(code.size) },
          ),
        { doing: `upload code to ${functionName}`, action: 'lambda:UpdateFunctionCode' },
      );
    },

    async publish(functionName, latest, description) {
      return guarded(
        () =>
          client.send(
            new PublishVersionCommand({
              FunctionName: functionName,
              CodeSha256: latest.codeSha256,
              RevisionId: latest.revisionId,
              Description: description,
            }),
          ),
        { doing: `publish a version of ${functionName}`, action: 'lambda:PublishVersion' },
      );
    },

    async remove(functionName, version) {
      try {
        await client.send(new DeleteFunctionCommand({ FunctionName: functionName, Qualifier: version }));
        return true;
      } catch (error) {
        if (errorName(error) === 'ResourceNotFoundException') return true;
        // An alias points to it, or it is being replicated to edge locations.
        if (['ResourceConflictException', 'InvalidParameterValueException'].includes(errorName(error))) return false;
        throw explain(error, {
          doing: `delete version ${version} of ${functionName}`,
          action: 'lambda:DeleteFunction',
        });
      }
    },

    async entrances(functionName) {
      const unread: string[] = [];
      const look = async (action: string, what: string, read: () => Promise<readonly Entrance[]>) => {
        try {
          return await read();
        } catch (error) {
          if (!isAccessDenied(error)) throw explain(error, { doing: `read the ${what} of ${functionName}`, action });
          unread.push(`${what} (${action})`);
          return [];
        }
      };
      const found = await Promise.all([
        look('lambda:ListEventSourceMappings', 'event source mappings', () => mappings(client, functionName)),
        look('lambda:ListFunctionUrlConfigs', 'function URLs', () => urls(client, functionName)),
        look('lambda:GetPolicy', 'resource policy', () => permissions(client, functionName)),
      ]);
      return { found: found.flat(), unread };
    },

    async provisioned(functionName, alias) {
      try {
        const answer = await client.send(
          new GetProvisionedConcurrencyConfigCommand({ FunctionName: functionName, Qualifier: alias }),
        );
        return {
          ready:
            answer.Status === 'READY' &&
            answer.AllocatedProvisionedConcurrentExecutions === answer.RequestedProvisionedConcurrentExecutions,
          failure: answer.Status === 'FAILED' ? (answer.StatusReason ?? 'AWS gives no reason') : '',
        };
      } catch (error) {
        if (['ProvisionedConcurrencyConfigNotFoundException', 'ResourceNotFoundException'].includes(errorName(error))) {
          return undefined;
        }
        throw explain(error, {
          doing: `read the provisioned concurrency of ${functionName}:${alias}`,
          action: 'lambda:GetProvisionedConcurrencyConfig',
        });
      }
    },
  };
}

async function mappings(client: LambdaClient, functionName: string): Promise<readonly Entrance[]> {
  const found: Entrance[] = [];
  await eachPage(async (marker) => {
    const page = await client.send(new ListEventSourceMappingsCommand({ FunctionName: functionName, Marker: marker }));
    for (const { UUID, FunctionArn, EventSourceArn } of page.EventSourceMappings ?? []) {
      if (!isUnqualified(FunctionArn)) continue;
      found.push({
        what: `event source mapping ${UUID} (${EventSourceArn ?? 'a self-managed source'})`,
        remedy: 'Give the event source mapping the ARN of the alias as its function name.',
      });
    }
    return page.NextMarker;
  });
  return found;
}

async function urls(client: LambdaClient, functionName: string): Promise<readonly Entrance[]> {
  const found: Entrance[] = [];
  await eachPage(async (marker) => {
    const page = await client.send(new ListFunctionUrlConfigsCommand({ FunctionName: functionName, Marker: marker }));
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

async function permissions(client: LambdaClient, functionName: string): Promise<readonly Entrance[]> {
  let text: string | undefined;
  try {
    text = (await client.send(new GetPolicyCommand({ FunctionName: functionName }))).Policy;
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') return [];
    throw error;
  }
  const policy = JSON.parse(text ?? '{}') as { Statement?: PolicyStatement | PolicyStatement[] };
  return [policy.Statement ?? []]
    .flat()
    .filter(({ Effect, Resource }) => Effect === 'Allow' && [Resource].flat().some(isUnqualified))
    .map(({ Sid, Principal }) => ({
      what: `permission ${Sid ?? 'without a name'} for ${JSON.stringify(Principal)}`,
      remedy: 'Give the permission with the alias as its qualifier, and have the caller use the ARN of the alias.',
    }));
}

interface PolicyStatement {
  readonly Effect?: string;
  readonly Sid?: string;
  readonly Principal?: unknown;
  readonly Resource?: string | string[];
}

/** `arn:aws:lambda:region:account:function:name`, with nothing or `$LATEST` behind the name. */
function isUnqualified(arn: string | undefined): boolean {
  const qualifier = arn?.split(':')[7];
  return qualifier === undefined || qualifier === '' || qualifier === '$LATEST';
}

async function guarded(
  write: () => Promise<Parameters<typeof functionVersion>[0]>,
  doing: { doing: string; action: string },
): Promise<Guarded> {
  try {
    return { done: true, version: functionVersion(await write()) };
  } catch (error) {
    // Another update under way is somebody else's too: ours was waited for before.
    if (['PreconditionFailedException', 'ResourceConflictException'].includes(errorName(error))) return { done: false };
    // What PublishVersion answers where the code is not the one that was named: https://github.com/floci-io/floci/issues/2822
    if (errorName(error) === 'InvalidParameterValueException' && /sha-?256/i.test((error as Error).message)) {
      return { done: false };
    }
    throw errorName(error) === 'CodeStorageExceededException' ? full(error, doing) : explain(error, doing);
  }
}

/** What to do where there is no room for code: https://docs.aws.amazon.com/lambda/latest/operatorguide/code-storage-best-practice.html */
function full(error: unknown, { doing }: { readonly doing: string }): UserError {
  return new UserError(
    `Could not ${doing}: the account has no room for more code in this region, where every version of every function counts (75 GB, unless AWS has granted more). AWS said ${errorName(error)}: ${(error as Error).message}`,
    {
      hint: "Delete versions that nothing needs, the largest first: aws lambda list-functions --function-version ALL --query 'reverse(sort_by(Functions,&CodeSize))[].[FunctionName,Version,CodeSize]' lists them, aws lambda delete-function with --qualifier deletes one. `keep-versions` keeps the account from filling up, but prunes at the end of a promotion that went well, which is too late now.",
      cause: error,
    },
  );
}

async function eachPage(read: (marker: string | undefined) => Promise<string | undefined>): Promise<void> {
  let marker: string | undefined;
  do {
    marker = (await read(marker)) || undefined;
  } while (marker);
}

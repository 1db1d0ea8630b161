import { UserError } from '@actions-aws/action';
import { errorName, explain, isAccessDenied } from '@actions-aws/aws';
import { type CodeStorage, type FunctionVersion, functionVersion, judgeProvisioned } from '@actions-aws/lambda';
import {
  DeleteFunctionCommand,
  GetProvisionedConcurrencyConfigCommand,
  type LambdaClient,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { type Package, transferMs } from './code/package.ts';
import { explainImageRefusal } from './image/refusal.ts';
import type { Provisioned } from './plan/state.ts';
import { readUnqualifiedTriggers, type UnqualifiedTriggers } from './unqualified-triggers.ts';
import { readUses } from './uses-of-versions.ts';

/** A write that names the revision it expects: done, or refused since somebody else wrote first. */
export type Guarded = { readonly done: true; readonly version: FunctionVersion } | { readonly done: false };

/** What a promotion needs of Lambda besides versions, aliases and invocations. */
export interface Functions {
  /** Puts new code on `$LATEST`, if it still has this revision, and stores it so. */
  upload(
    functionName: string,
    code: Pick<Package, 'upload' | 'size'>,
    revisionId: string,
    storage: CodeStorage,
  ): Promise<Guarded>;
  /** Publishes `$LATEST`, if it still has this revision and this code. AWS may answer with a version that is there already. */
  publish(functionName: string, latest: FunctionVersion, description: string): Promise<Guarded>;
  /** Deletes a version; `false` where something holds it. */
  remove(functionName: string, version: string): Promise<boolean>;
  /** What uses each of these versions, in words; empty where nothing is seen to. The ARN has no qualifier. */
  usesOf(functionArn: string, versions: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** What reaches `$LATEST` directly, and what could not be looked at for lack of permission. */
  unqualifiedTriggers(functionName: string): Promise<UnqualifiedTriggers>;
  /** Provisioned concurrency of an alias; nothing where it has none. */
  provisioned(functionName: string, alias: string): Promise<Provisioned | undefined>;
}

/**
 * {@link Functions} over the SDK. Needs `lambda:UpdateFunctionCode`, `PublishVersion`, `GetProvisionedConcurrencyConfig`;
 * for pruning `DeleteFunction`, and to look for uses of a version the same as for what follows; to look for unqualified triggers `ListEventSourceMappings`,
 * `ListFunctionUrlConfigs` and `GetPolicy`. `now` in milliseconds since the epoch.
 */
export function awsFunctions(client: LambdaClient, now: () => number): Functions {
  return {
    async upload(functionName, code, revisionId, storage) {
      const written = guarded(
        () =>
          client.send(
            new UpdateFunctionCodeCommand({
              FunctionName: functionName,
              ...code.upload,
              ...storage,
              RevisionId: revisionId,
            }),
            { requestTimeout: transferMs(code.size) },
          ),
        { doing: `upload code to ${functionName}`, action: 'lambda:UpdateFunctionCode' },
      );
      return written.catch((error) => {
        throw 'ImageUri' in code.upload ? explainImageRefusal(error, code.upload.ImageUri) : withKey(error, storage);
      });
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
        isOtherCode,
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

    usesOf: (functionArn, versions) => readUses(client, functionArn, versions),

    unqualifiedTriggers: (functionName) => readUnqualifiedTriggers(client, functionName, now()),

    async provisioned(functionName, alias) {
      try {
        const answer = await client.send(
          new GetProvisionedConcurrencyConfigCommand({ FunctionName: functionName, Qualifier: alias }),
        );
        const { Status = '', StatusReason = 'AWS gives no reason' } = answer;
        const { is, why } = judgeProvisioned(Status, StatusReason);
        return {
          ready: is === 'act',
          failure: is !== 'end' ? '' : Status === 'FAILED' ? StatusReason : `it ${why}`,
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

async function guarded(
  write: () => Promise<Parameters<typeof functionVersion>[0]>,
  doing: { doing: string; action: string },
  isLost: (error: unknown) => boolean = () => false,
): Promise<Guarded> {
  try {
    return { done: true, version: functionVersion(await write()) };
  } catch (error) {
    // Another update under way is somebody else's too: ours was waited for before.
    if (['PreconditionFailedException', 'ResourceConflictException'].includes(errorName(error))) return { done: false };
    if (isLost(error)) return { done: false };
    throw errorName(error) === 'CodeStorageExceededException' ? full(error, doing) : explain(error, doing);
  }
}

/** What PublishVersion answers where the code is not the one that was named: https://github.com/floci-io/floci/issues/2822 */
function isOtherCode(error: unknown): boolean {
  return errorName(error) === 'InvalidParameterValueException' && /sha-?256/i.test((error as Error).message);
}

/** Which permission is missing AWS says only in its words: with a key of the customer it may be that of the key. */
function withKey(error: unknown, { SourceKMSKeyArn }: CodeStorage): unknown {
  if (!SourceKMSKeyArn || !(error instanceof UserError) || !isAccessDenied(error.cause)) return error;
  return new UserError(error.message, {
    ...(error.code && { code: error.code }),
    hint: `${error.hint} The code is encrypted with ${SourceKMSKeyArn}: allow \`kms:GenerateDataKey\` and \`kms:Decrypt\` on it, too.`,
    cause: error.cause,
  });
}

/** What to do where there is no room for code: https://docs.aws.amazon.com/lambda/latest/operatorguide/code-storage-best-practice.html */
function full(error: unknown, { doing }: { readonly doing: string }): UserError {
  return new UserError(
    `Could not ${doing}: the account has no room for more code in this region, where every version of every function counts (300 GB, unless AWS has granted another quota). AWS said ${errorName(error)}: ${(error as Error).message}`,
    {
      hint: "Delete versions that nothing needs, the largest first: aws lambda list-functions --function-version ALL --query 'reverse(sort_by(Functions,&CodeSize))[].[FunctionName,Version,CodeSize]' lists them, aws lambda delete-function with --qualifier deletes one. `keep-versions` keeps the account from filling up, but prunes at the end of a promotion that went well, which is too late now.",
      cause: error,
    },
  );
}

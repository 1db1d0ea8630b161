import { explain, explained, isAccessDenied } from '@actions-aws/aws';
import {
  type FunctionCodeLocation,
  type FunctionConfiguration,
  GetFunctionCommand,
  GetRuntimeManagementConfigCommand,
  type LambdaClient,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { type Configuration, configurationOf } from './configuration.ts';

/** `$LATEST`: the one version of a function that can change, and that users should never reach. */
export const LATEST = '$LATEST';

/** A version of a function, or `$LATEST`, as AWS describes it. */
export interface FunctionVersion {
  /** A number in decimal digits, or `$LATEST`. */
  readonly version: string;
  readonly arn: string;
  /**
   * Base64 of the code's SHA-256, as AWS writes it; of a container image the digest in hexadecimal digits, without `sha256:`
   * (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html: GetFunctionConfiguration tells the digest of an image).
   */
  readonly codeSha256: string;
  /** The image with the digest to which Lambda resolved it; empty for a zip, and in answers other than GetFunction's. */
  readonly resolvedImage: string;
  /** Changes with every change, and once more when an update completes (https://github.com/aws/aws-sdk/issues/377). */
  readonly revisionId: string;
  /** `Pending`, `Active`, `Inactive`, `Failed` …; a version that AWS says nothing of is `Active`. */
  readonly state: string;
  readonly stateReason: string;
  /** `Successful`, `InProgress` or `Failed`. */
  readonly lastUpdateStatus: string;
  readonly lastUpdateReason: string;
  readonly description: string;
  /** Milliseconds that an invocation may take. */
  readonly timeoutMs: number;
  readonly configuration: Configuration;
  /** ARN of the runtime's version; empty where there is none, as with container images. AWS may change it any time, unless it is pinned. */
  readonly runtimeVersion: string;
}

/** Versions of functions, looked at one by one. */
export interface Versions {
  /**
   * Describes a version, by GetFunction: it has a quota of its own, 100 requests a second, where most other calls share 15
   * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#api-requests).
   * `undefined` where there is no such function or version.
   */
  describe(functionName: string, version: string): Promise<FunctionVersion | undefined>;
  /** Lists all versions that have a number: neither `$LATEST` nor `$LATEST.PUBLISHED`, which managed instances have. */
  list(functionName: string): Promise<readonly PublishedVersion[]>;
  /** How AWS updates the runtime of a version: `Auto`, `FunctionUpdate`, `Manual` …; `undefined` where this may not be read. */
  runtimeUpdates(functionName: string, version: string): Promise<string | undefined>;
}

/** A published version, as a list shows it. */
export interface PublishedVersion {
  /** A number in decimal digits. */
  readonly version: string;
  readonly description: string;
  /** As {@link FunctionVersion} has it. */
  readonly codeSha256: string;
}

/**
 * {@link Versions} over the SDK. Needs `lambda:GetFunction`; `lambda:ListVersionsByFunction` to list, and
 * `lambda:GetRuntimeManagementConfig` for the runtime's updates.
 */
export function awsVersions(client: LambdaClient): Versions {
  return {
    async describe(functionName, version) {
      try {
        const answer = await client.send(
          new GetFunctionCommand({ FunctionName: functionName, ...(version !== LATEST && { Qualifier: version }) }),
        );
        return functionVersion(answer.Configuration ?? {}, answer.Code);
      } catch (error) {
        if ((error as Error).name === 'ResourceNotFoundException') return undefined;
        throw explain(error, { doing: `read ${functionName}:${version}`, action: 'lambda:GetFunction' });
      }
    },

    async list(functionName) {
      const found: PublishedVersion[] = [];
      let marker: string | undefined;
      do {
        const page = await explained(
          client.send(new ListVersionsByFunctionCommand({ FunctionName: functionName, Marker: marker })),
          { doing: `list the versions of ${functionName}`, action: 'lambda:ListVersionsByFunction' },
        );
        for (const { Version = LATEST, Description = '', CodeSha256 = '' } of page.Versions ?? []) {
          if (!/^\d+$/.test(Version)) continue;
          found.push({ version: Version, description: Description, codeSha256: CodeSha256 });
        }
        marker = page.NextMarker || undefined;
      } while (marker);
      return found;
    },

    async runtimeUpdates(functionName, version) {
      try {
        const asked = { FunctionName: functionName, ...(version !== LATEST && { Qualifier: version }) };
        return (await client.send(new GetRuntimeManagementConfigCommand(asked))).UpdateRuntimeOn ?? '';
      } catch (error) {
        if (isAccessDenied(error)) return undefined;
        throw explain(error, {
          doing: `read the runtime management of ${functionName}:${version}`,
          action: 'lambda:GetRuntimeManagementConfig',
        });
      }
    },
  };
}

/** Translates what AWS answers about a function or a version; only GetFunction tells of its code as well. */
export function functionVersion(answer: FunctionConfiguration, code?: FunctionCodeLocation): FunctionVersion {
  return {
    version: answer.Version ?? LATEST,
    arn: answer.FunctionArn ?? '',
    codeSha256: answer.CodeSha256 ?? '',
    resolvedImage: code?.ResolvedImageUri ?? '',
    revisionId: answer.RevisionId ?? '',
    state: answer.State ?? 'Active',
    stateReason: reason(answer.StateReason, answer.StateReasonCode),
    lastUpdateStatus: answer.LastUpdateStatus ?? 'Successful',
    lastUpdateReason: reason(answer.LastUpdateStatusReason, answer.LastUpdateStatusReasonCode),
    description: answer.Description ?? '',
    timeoutMs: (answer.Timeout ?? 3) * 1000,
    configuration: configurationOf(answer, code),
    runtimeVersion: answer.RuntimeVersionConfig?.RuntimeVersionArn ?? '',
  };
}

function reason(text: string | undefined, code: string | undefined): string {
  return [code, text].filter(Boolean).join(': ');
}

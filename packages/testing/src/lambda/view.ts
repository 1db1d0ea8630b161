import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';

/** What AWS holds of a function, as far as it must be the same however a run was disturbed. */
export interface LambdaView {
  readonly latest: { readonly code: string; readonly update: string };
  /** By number. */
  readonly versions: Readonly<Record<string, { readonly code: string; readonly description: string }>>;
  /** By name. */
  readonly aliases: Readonly<
    Record<string, { readonly version: string; readonly weights: unknown; readonly description: string }>
  >;
}

/** Looks at a function: aliases with version and weights, versions with their code, `$LATEST`. */
export async function lambdaView(lambda: LambdaClient, functionName: string): Promise<LambdaView> {
  const asked = { FunctionName: functionName };
  const latest = await lambda.send(new GetFunctionConfigurationCommand(asked));
  const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand(asked));
  const { Aliases = [] } = await lambda.send(new ListAliasesCommand(asked));
  return {
    latest: { code: latest.CodeSha256 ?? '', update: latest.LastUpdateStatus ?? '' },
    versions: Object.fromEntries(
      Versions.filter(({ Version }) => Version !== '$LATEST').map(({ Version = '', CodeSha256 = '', Description }) => [
        Version,
        { code: CodeSha256, description: withoutRun(Description) },
      ]),
    ),
    aliases: Object.fromEntries(
      Aliases.map(({ Name = '', FunctionVersion = '', RoutingConfig, Description }) => [
        Name,
        {
          version: FunctionVersion,
          weights: RoutingConfig?.AdditionalVersionWeights ?? {},
          description: withoutRun(Description),
        },
      ]),
    ),
  };
}

/** A description without which attempt of which run wrote it, and when. */
function withoutRun(description = ''): string {
  return description.replace(/ (run|nonce|until|at)=\S+/g, '');
}

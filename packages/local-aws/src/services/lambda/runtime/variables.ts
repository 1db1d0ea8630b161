import { defaultAccount } from '../../../kernel/credentials.ts';
import type { LambdaPlace } from '../place.ts';
import type { Execution } from './execution.ts';
import { inLayers, layerVariables } from './layer-variables.ts';

/**
 * What Lambda tells every function, and no function changes (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html);
 * the credentials stand for the role's.
 */
export function variables(place: LambdaPlace, execution: Execution, logStream: string): Record<string, string> {
  const { settings } = execution.deployment;
  return {
    // Of another account than the usual one, its number is the key: that is how the kernel tells whose a request is.
    AWS_ACCESS_KEY_ID: place.account === defaultAccount ? 'ASIALOCALFUNCTION000' : place.account,
    AWS_SECRET_ACCESS_KEY: 'local-function-secret',
    AWS_SESSION_TOKEN: `local-function-session ${settings.Role}`,
    AWS_DEFAULT_REGION: place.region,
    // Of our own: without it, the SDK in a function would go to AWS.
    AWS_ENDPOINT_URL: place.endpoint,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.MemorySize),
    AWS_LAMBDA_FUNCTION_NAME: execution.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: execution.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: settings.LoggingConfig?.LogGroup ?? '',
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_REGION: place.region,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
  };
}

/** What a function may change. */
export const defaultVariables: Readonly<Record<string, string>> = { LANG: 'en_US.UTF-8', TZ: ':UTC' };

/** The folders of a zip on this machine. */
export interface CodeFolders {
  readonly taskRoot: string;
  /** What stands for /opt; undefined without layers. */
  readonly opt: string | undefined;
}

/** The variables of a zip with a runtime of AWS. Throws a LaunchError where they need what is not there. */
export function managedVariables(
  place: LambdaPlace,
  execution: Execution,
  { taskRoot, opt }: CodeFolders,
  logStream: string,
): Record<string, string> {
  const { settings } = execution.deployment;
  const { Runtime = '', Handler = '', Environment } = settings;
  const own = Environment?.Variables ?? {};
  return {
    ...defaultVariables,
    PATH: `/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:${opt === undefined ? '/opt' : opt}/bin`,
    ...(opt === undefined ? own : { ...layerVariables(Runtime, taskRoot, opt), ...inLayers(opt, own) }),
    ...variables(place, execution, logStream),
    _HANDLER: Handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    LAMBDA_TASK_ROOT: taskRoot,
  };
}

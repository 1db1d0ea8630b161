import { defaultAccount } from '../../../kernel/credentials.ts';
import type { LambdaPlace } from '../place.ts';
import type { Execution } from './execution.ts';

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
    TZ: ':UTC',
  };
}

/** The same of a zip with a runtime of AWS. */
export function managedVariables(
  place: LambdaPlace,
  execution: Execution,
  taskRoot: string,
  logStream: string,
): Record<string, string> {
  const { settings } = execution.deployment;
  return {
    ...settings.Environment?.Variables,
    ...variables(place, execution, logStream),
    _HANDLER: settings.Handler ?? '',
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.Runtime}`,
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: 'en_US.UTF-8',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
  };
}

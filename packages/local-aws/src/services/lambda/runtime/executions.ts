import { createHash } from 'node:crypto';
import { defaultAccount } from '../../../kernel/credentials.ts';
import type { AwsError } from '../../../kernel/errors.ts';
import { functionArn } from '../names.ts';
import type { LambdaPlace } from '../place.ts';
import type { LambdaPorts } from '../ports.ts';
import type { Deployment } from '../state.ts';
import { fleet, type Leased } from './fleet.ts';
import type { Outcome, StartInstance } from './instance.ts';
import { type InvocationLog, invocationLog, reportLine } from './report.ts';
import { taskRoots } from './task-roots.ts';

/** One run of a function's code. */
export interface Execution {
  readonly functionName: string;
  readonly version: string;
  /** The ARN that the caller used: with alias or version, if there was one. */
  readonly invokedFunctionArn: string;
  readonly deployment: Deployment;
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  readonly clientContext: unknown;
}

/** How a run ended, with its log. */
export interface Executed {
  readonly outcome: Outcome;
  readonly log: InvocationLog;
  /** In the function's code, without its start-up. */
  readonly milliseconds: number;
}

/** Runs functions' code in workers of this process. */
export interface Executions {
  run(place: LambdaPlace, execution: Execution): Promise<Executed>;
  /** Ends all workers; whatever runs, ends as if its process had been killed. */
  forget(): Promise<void>;
  /** Ends all workers and removes what was unpacked. */
  stop(): Promise<void>;
}

/** No workers yet. `missingPackage` is what a package that has gone missing is answered with. */
export function executions(
  ports: LambdaPorts,
  missingPackage: (codeSha256: string) => AwsError,
  startInstance: StartInstance,
): Executions {
  const roots = taskRoots();
  const workers = fleet();
  // Raised by `forget`: what ran before belongs to a past that must not write into the present.
  let generation = 0;

  function start(place: LambdaPlace, execution: Execution): Leased {
    const { settings } = execution.deployment;
    const zip = place.state.packages.get(settings.CodeSha256);
    if (zip === undefined) {
      throw missingPackage(settings.CodeSha256);
    }
    const taskRoot = roots.of(settings.CodeSha256, zip);
    const logStream = streamName(place, execution.version);
    const environment = {
      ...settings.Environment?.Variables,
      ...ownEnvironment(place, execution, taskRoot, logStream),
    };
    const instance = startInstance(
      {
        taskRoot,
        handler: settings.Handler ?? '',
        runtimeMajor: Number(/^nodejs(\d+)/.exec(settings.Runtime ?? '')?.[1] ?? 0),
        memoryMegabytes: settings.MemorySize,
        environment,
      },
      place.clock,
    );
    return { instance, logStream, warm: false };
  }

  return {
    async run(place, execution) {
      const { clock } = place;
      const { deployment, requestId, version } = execution;
      const family = functionArn(place, execution.functionName, version);
      const leased = await workers.take(family, deployment.id, () => start(place, execution));
      const group = deployment.settings.LoggingConfig?.LogGroup ?? `/aws/lambda/${execution.functionName}`;
      const begunIn = generation;
      const write = (message: string): void => {
        if (begunIn === generation) {
          ports.writeLog(place, group, leased.logStream, [{ timestamp: clock.now(), message }]);
        }
      };
      const log = invocationLog(write);
      const { instance } = leased;
      const cold = !leased.warm;
      leased.warm = true;
      instance.listen((text) => log.append(text));
      const initBegun = clock.now();
      if (cold) {
        write(initLine(place, deployment));
      }
      try {
        const broken = await instance.ready();
        const begun = clock.now();
        log.append(`START RequestId: ${requestId} Version: ${version}\n`);
        const outcome =
          broken ??
          (await instance.invoke({
            requestId,
            event: execution.event,
            milliseconds: deployment.settings.Timeout * 1000,
            invokedFunctionArn: execution.invokedFunctionArn,
            clientContext: execution.clientContext,
          }));
        if (outcome.kind === 'timeout') {
          const seconds = deployment.settings.Timeout.toFixed(2);
          log.append(`${new Date(clock.now()).toISOString()} ${requestId} Task timed out after ${seconds} seconds\n\n`);
        }
        log.append(`END RequestId: ${requestId}\n`);
        const milliseconds = clock.now() - begun;
        log.append(
          reportLine(
            requestId,
            milliseconds,
            deployment.settings.MemorySize,
            outcome,
            cold ? begun - initBegun : undefined,
          ),
        );
        return { outcome, log, milliseconds };
      } finally {
        instance.listen(write);
        workers.give(family, deployment.id, leased);
      }
    },
    async forget() {
      generation += 1;
      await workers.end();
    },
    async stop() {
      generation += 1;
      await workers.end();
      roots.remove();
    },
  };
}

/** The variables that Lambda sets (AWS Lambda developer guide, configuration-envvars); the credentials stand for the role's. */
function ownEnvironment(place: LambdaPlace, execution: Execution, taskRoot: string, logStream: string) {
  const { settings } = execution.deployment;
  return {
    _HANDLER: settings.Handler ?? '',
    // Of another account than the usual one, its number is the key: that is how the kernel tells whose a request is.
    AWS_ACCESS_KEY_ID: place.account === defaultAccount ? 'ASIALOCALFUNCTION000' : place.account,
    AWS_SECRET_ACCESS_KEY: 'local-function-secret',
    AWS_SESSION_TOKEN: `local-function-session ${settings.Role}`,
    AWS_DEFAULT_REGION: place.region,
    // Of our own: without it, the SDK in a function would go to AWS.
    AWS_ENDPOINT_URL: place.endpoint,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.Runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.MemorySize),
    AWS_LAMBDA_FUNCTION_NAME: execution.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: execution.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: settings.LoggingConfig?.LogGroup ?? '',
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_REGION: place.region,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: 'en_US.UTF-8',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    TZ: ':UTC',
  };
}

function streamName(place: LambdaPlace, version: string): string {
  const day = new Date(place.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const id = createHash('md5').update(place.newId()).digest('hex');
  return `${day}/[${version}]${id}`;
}

function initLine(place: LambdaPlace, { settings }: Deployment): string {
  const version = settings.Runtime?.replace(/^nodejs(\d+).*/, 'nodejs:$1.v1');
  return `INIT_START Runtime Version: ${version}\tRuntime Version ARN: ${settings.RuntimeVersionConfig?.RuntimeVersionArn ?? place.region}\n`;
}

import { createHash } from 'node:crypto';
import { functionArn } from '../names.ts';
import type { LambdaPlace } from '../place.ts';
import type { LambdaPorts } from '../ports.ts';
import type { Environments } from './environments.ts';
import type { Executed, Execution } from './execution.ts';
import { fleet, type Leased } from './fleet.ts';
import { faultLines, initLine, invocationLog, reportLine } from './report.ts';

/** Runs functions' code, in as many execution environments as are needed. */
export interface Executions {
  run(place: LambdaPlace, execution: Execution): Promise<Executed>;
  /** Ends all environments; what runs, ends as if its process had been killed. */
  forget(): Promise<void>;
  /** Ends all environments and removes what was unpacked. */
  stop(): Promise<void>;
}

/** None is running yet. */
export function executions(ports: LambdaPorts, started: Environments): Executions {
  const all = fleet();
  // Raised by `forget`: what ran before belongs to a past that must not write into the present.
  let generation = 0;

  function start(place: LambdaPlace, execution: Execution): Leased {
    const logStream = streamName(place, execution.version);
    return { instance: started.start(place, execution, logStream), logStream, warm: false };
  }

  return {
    async run(place, execution) {
      const { clock } = place;
      const { deployment, requestId, version } = execution;
      const family = functionArn(place, execution.functionName, version);
      const leased = await all.take(family, deployment.id, () => start(place, execution));
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
      const initialised = initLine(place.region, deployment.settings);
      if (cold && initialised !== undefined) {
        write(initialised);
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
        if (outcome.kind === 'fault') {
          for (const line of faultLines(requestId, outcome)) log.append(line);
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
        all.give(family, deployment.id, leased);
      }
    },
    async forget() {
      generation += 1;
      await all.end();
    },
    async stop() {
      generation += 1;
      await all.end();
      started.remove();
    },
  };
}

function streamName(place: LambdaPlace, version: string): string {
  const day = new Date(place.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  const id = createHash('md5').update(place.newId()).digest('hex');
  return `${day}/[${version}]${id}`;
}

import type { Clock } from '../../../../kernel/clock.ts';
import type { Instance, Outcome } from '../instance.ts';
import { type LoadLimit, type Prepare, startProcess } from './process.ts';

/**
 * A process whose start is repeated once where it fails: "Lambda retries the Init phase at the time of the first function
 * invocation with the configured function timeout" (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html).
 */
export function startRepeated(prepare: Prepare, clock: Clock, timeout: number): Instance {
  let listener: (text: string) => void = () => {};
  let ended = false;
  let running = started(undefined);

  function started(loading: LoadLimit | undefined): Instance {
    const next = startProcess(prepare, clock, loading);
    next.listen((text) => listener(text));
    return next;
  }

  async function phase(name: 'init' | 'invoke'): Promise<Outcome | undefined> {
    const begun = clock.now();
    const broken = await running.ready();
    const report = broken && initReport(clock.now() - begun, name, broken);
    if (report !== undefined) listener(report);
    return broken;
  }

  const readiness = phase('init').then((broken) => {
    if (broken === undefined || ended) return broken;
    running = started({ milliseconds: timeout, onLocalClock: true });
    return phase('invoke');
  });

  return {
    alive: () => running.alive(),
    ready: () => readiness,
    listen(next) {
      listener = next;
    },
    invoke: (invocation) => running.invoke(invocation),
    async end() {
      ended = true;
      await running.end();
      await readiness;
    },
  };
}

/** As the logs in aws/aws-lambda-go#554 and cargo-lambda/cargo-lambda#572 have it. */
function initReport(milliseconds: number, phase: string, broken: Outcome): string {
  const parts = [`INIT_REPORT Init Duration: ${milliseconds.toFixed(2)} ms`, `Phase: ${phase}`];
  if (broken.kind === 'timeout') parts.push('Status: timeout');
  if (broken.kind === 'fault') parts.push('Status: error', `Error Type: ${broken.errorType}`);
  if (broken.kind === 'error') parts.push('Status: error', `Error Type: ${broken.error.errorType}`);
  return `${parts.join('\t')}\t\n`;
}

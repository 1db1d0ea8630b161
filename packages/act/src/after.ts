import type { ActLine } from './act-process.ts';
import type { Problem } from './problems.ts';
import type { Recorded } from './record.ts';

/**
 * What a line of act's log gives away, and its exit code does not: an expression that failed, for which it puts nothing and
 * goes on, where GitHub fails the step (https://github.com/actions/runner/issues/1722).
 */
export function signIn(line: ActLine): string | undefined {
  if (!/Unable to interpolate|Unable to evaluate|failed to evaluate/i.test(line.msg) || line.raw_output)
    return undefined;
  return line.msg.trim();
}

/** Jobs that act left out for want of a runner. */
export function unmappedJobs(where: string, { jobs }: Recorded): Problem[] {
  return jobs.flatMap(({ name, unmapped }) => {
    if (unmapped === undefined) return [];
    const what =
      unmapped === ''
        ? `act found \`runs-on\` empty for the job ${name}`
        : `The job ${name} runs on ${unmapped}, which this machine does not stand in for`;
    return [{ where, message: `${what}: act skipped it and stays green.` }];
  });
}

/** What is as on GitHub only as far as the workflow keeps to it by itself; said in every report. */
export const notEnforced: readonly string[] = [
  'permissions: of the token of a script, which may do what any job of its workflow may; protection rules and secrets of environments',
  'timeout-minutes: of jobs, concurrency:, cancellation (Ctrl-C kills a step at once here)',
  'limits of outputs, summaries and annotations; outputs that hold a secret are passed on here',
  'whether an environment that an input names is there; that a workflow which is dispatched or scheduled is on the default branch',
  'jobs after one that failed with continue-on-error:, or after a called workflow that failed, do not start as they would there: the run is red then',
  'the server: its address is of this machine, where those in payloads are of github.com',
  'time: act runs jobs in stages, and the clock of cloud and actions is scaled unless --real-time is given',
  'the machine: steps run on yours, with its tools; act may lose the last lines of a script that fails',
];

import { existsSync, statSync } from 'node:fs';
import process from 'node:process';
import * as core from '@actions/core';
import { cancellation, reasonOf } from './cancellation.ts';
import { systemClock } from './clock.ts';
import { completeFailedRun } from './failed-run.ts';
import { failureOf } from './failure.ts';
import { inert, oneLine } from './inert.ts';
import type { InputSpec, InputsOf } from './input/input.ts';
import { readInputs, secretsIn } from './input/read.ts';
import { unknownInputs } from './input/unknown.ts';
import { runnerLog } from './log.ts';
import { outputSheet, writeOutputs } from './outputs.ts';
import { proxySecretsIn } from './proxy.ts';
import type { Action, Run } from './run.ts';
import { runnerState } from './state.ts';
import { createSummary, type Summary, summaryLimit } from './summary.ts';
import { UserError } from './user-error.ts';

/**
 * Runs an action from its first breath to its last: masks secrets, checks all inputs, calls `main` (or `post`, in the
 * job's post phase), and writes failure, outputs and summary whatever happened. Resolves when all is written, also when
 * the run failed; the exit code tells which. Called once, as the last statement of `main.ts`.
 */
export async function runAction<Spec extends InputSpec, OutputName extends string>(
  action: Action<Spec, OutputName>,
): Promise<void> {
  surviveClosedPipes();
  const env = process.env;
  const state = runnerState(env);
  // Set by post.js, the entry of the post phase.
  const isPost = action.post !== undefined && state.read('isPost') === 'true';
  const failures: unknown[] = [];
  const cancel = cancellation();
  const accidents = listenForAccidents((error) => {
    failures.push(error);
    cancel.abort(error);
  });
  const outputs = outputSheet(action.outputs);
  const summary = createSummary();
  try {
    for (const secret of [...secretsIn(action.inputs, env), ...proxySecretsIn(env)]) core.setSecret(secret);
    if (isPost && state.read('begun') !== 'true') return;
    if (!isPost) warnOfUnknown(unknownInputs(action.inputs, env).others);
    const inputs = await readInputs(action.inputs, env, { filesMustExist: !isPost });
    if (action.post && !isPost) state.save('begun', 'true');
    const run: Run<InputsOf<Spec>, OutputName> = {
      inputs,
      log: runnerLog(),
      outputs,
      summary,
      signal: cancel.signal,
      state,
      clock: systemClock,
      env,
      fail: (error) => {
        failures.push(error);
      },
    };
    await Promise.race([isPost ? action.post?.(run) : action.main(run), accidents.stalled]);
  } catch (thrown) {
    const reason = reasonOf(thrown, cancel.signal);
    if (!failures.includes(reason)) failures.push(reason);
  } finally {
    accidents.stopListening();
    report(failures);
    completeFailedRun(failures, { outputs, summary });
    // Steps that could read them are over when `post` runs.
    if (!isPost) orFail(() => writeOutputs(outputs, env));
    await writeSummary(summary, env);
    // Only now: a cancellation must not tear the writing.
    cancel.stopListening();
    leaveSoon();
  }
}

/** Of what may be a mistake, but may as well be a variable of the workflow's own. */
function warnOfUnknown(names: readonly string[]): void {
  if (names.length === 0) return;
  const listed = names.map((name) => `\`${oneLine(name)}\``);
  const last = listed.pop();
  const all = listed.length === 0 ? `input ${last}` : `inputs ${listed.join(', ')} and ${last}`;
  const why =
    'Correct it under `with:`, or call the variable otherwise that `env:` sets: one named INPUT_… looks like an input.';
  core.warning(inert(`This action has no ${all}. ${why}`));
}

function report(failures: readonly unknown[]): void {
  for (const thrown of failures) {
    const { annotation, trace } = failureOf(thrown);
    core.setFailed(inert(annotation));
    if (trace === '') continue;
    if (thrown instanceof UserError) core.debug(inert(trace));
    else core.info(inert(trace));
  }
}

function orFail(write: () => void): void {
  try {
    write();
  } catch (thrown) {
    report([thrown]);
  }
}

/** Written by the toolkit, into what room earlier writers left; a summary that cannot be written does not fail a deployment. */
async function writeSummary(summary: Summary, env: NodeJS.ProcessEnv): Promise<void> {
  const file = env.GITHUB_STEP_SUMMARY ?? '';
  if (summary.empty || !existsSync(file)) return;
  try {
    await core.summary.addRaw(summary.toString(summaryLimit - statSync(file).size)).write();
  } catch (thrown) {
    core.warning(inert(`The job summary could not be written: ${failureOf(thrown).annotation}`));
  }
}

/** The reader of our output may leave first (`act | head`); that is no reason to abandon a deployment halfway. */
function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/** What can end a run behind the back of `main`. */
function listenForAccidents(onError: (error: unknown) => void): {
  /** Rejects when nothing is left that could ever wake `main`. */
  readonly stalled: Promise<never>;
  stopListening(): void;
} {
  const { promise: stalled, reject } = Promise.withResolvers<never>();
  const onStall = () => reject(new Error('The action waits for something that can no longer happen.'));
  process.once('beforeExit', onStall);
  // Also receives rejections that nobody handles.
  process.on('uncaughtException', onError);
  return {
    stalled,
    stopListening() {
      process.off('beforeExit', onStall);
      process.off('uncaughtException', onError);
    },
  };
}

/** Node ends by itself; a connection that somebody forgot must not hold the job, which is billed by the minute. */
function leaveSoon(): void {
  setTimeout(() => process.exit(), 2_000).unref();
}

import { createSummary, failureOf, outputSheet, readInputs, recordingLog, systemClock } from '@actions-aws/action';
import { type BundleStep, environmentOf } from '@actions-aws/testing';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { inputs, outputs } from '../../src/inputs/inputs.ts';
import { main } from '../../src/wiring.ts';

/** How a step in this process ended. */
export interface Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly warnings: readonly string[];
  /** Why it is red; empty where it is not. */
  readonly failure: string;
}

/** Runs a step in this process, wired as the bundle is. */
export async function run(step: BundleStep): Promise<Ended> {
  const env = environmentOf(step);
  const [log, sheet, summary] = [recordingLog(), outputSheet(outputs), createSummary()];
  const { signal } = new AbortController();
  const state = { save() {}, read: () => '' };
  let failure = '';
  const fail = (error: unknown) => {
    failure = failureOf(error).annotation;
  };
  // The SDK itself would look for them in this process.
  const settings: S3ClientConfig = {
    endpoint: step.cloud?.endpoint ?? '',
    region: env.AWS_REGION ?? '',
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  const connect = <Client>(Client: new (given: never) => Client) => new Client(settings as never);
  try {
    const read = await readInputs(inputs, env);
    await main({ inputs: read, log, outputs: sheet, summary, signal, state, clock: systemClock, env, fail }, connect);
  } catch (thrown) {
    fail(thrown);
  }
  const warnings = log.lines.filter(({ kind }) => kind === 'warning').map(({ message }) => message);
  return { outputs: Object.fromEntries(sheet.values), summary: summary.toString(), warnings, failure };
}

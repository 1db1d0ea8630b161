import { createSummary, failureOf, outputSheet, readInputs, reasonOf, recordingLog } from '@actions-aws/action';
import { type BundleStep, environmentOf, STEP_ACCESS_KEY } from '@actions-aws/testing';
import { ECRClient } from '@aws-sdk/client-ecr';
import { inputs, outputs } from '../../src/inputs/inputs.ts';
import { main } from '../../src/wiring.ts';
import type { ImageWorld } from './world.ts';

/** How a step in this process ended. */
export interface Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
  readonly warnings: readonly string[];
  /** Why it failed; empty where it did not. */
  readonly failure: string;
  readonly masked: readonly string[];
}

/** Runs a step in this process, wired as the bundle is. */
export async function run(step: BundleStep, { cloud }: ImageWorld, signal?: AbortSignal): Promise<Ended> {
  const [log, sheet, summary] = [recordingLog(), outputSheet(outputs), createSummary()];
  const failures: unknown[] = [];
  const credentials = { accessKeyId: STEP_ACCESS_KEY, secretAccessKey: 'secret' };
  const clients: ECRClient[] = [];
  const connectEcr = ({ region }: { readonly region: string }) => {
    const client = new ECRClient({ endpoint: cloud.endpoint, region, credentials, maxAttempts: 1 });
    clients.push(client);
    return client;
  };
  const env = { ...environmentOf(step), HOME: '/nowhere' };
  const until = signal ?? new AbortController().signal;
  try {
    const read = await readInputs(inputs, env);
    const state = { save() {}, read: () => '' };
    const fail = (error: unknown) => failures.push(error);
    const { clock } = cloud;
    await main({ inputs: read, log, outputs: sheet, summary, signal: until, state, clock, env, fail }, { connectEcr });
  } catch (thrown) {
    failures.push(reasonOf(thrown, until));
  } finally {
    for (const client of clients) client.destroy();
  }
  const warnings = log.lines.filter(({ kind }) => kind === 'warning').map(({ message }) => message);
  const failure = failures.map((one) => failureOf(one).annotation).join('\n');
  const told = { outputs: Object.fromEntries(sheet.values), summary: summary.toString(), log: log.text() };
  return { ...told, warnings, failure, masked: log.masked };
}

/** An output that is JSON. */
export function json<Value>({ outputs: values }: Ended, name: string): Value {
  return JSON.parse(values[name] ?? 'null') as Value;
}

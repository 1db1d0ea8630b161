import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createSummary, failureOf, outputSheet, readInputs, recordingLog, systemClock } from '@actions-aws/action';
import { openRegistry } from '@actions-aws/registry';
import { type BundleStep, parseManifest } from '@actions-aws/testing';
import { ECRClient } from '@aws-sdk/client-ecr';
import { inputs, outputs } from '../../src/inputs/inputs.ts';
import { main } from '../../src/wiring.ts';

/** How a step in this process ended. */
export interface Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
  readonly warnings: readonly string[];
  /** Why it failed; empty where it did not. */
  readonly failure: string;
}

/** Runs a step in this process, wired as the bundle is. */
export async function run(step: BundleStep): Promise<Ended> {
  const { inputs: declared = {} } = parseManifest(readFileSync(join(step.action, 'action.yml'), 'utf8'));
  const given = Object.entries(declared).map(([name, { default: value = '' }]) => [
    `INPUT_${name.toUpperCase()}`,
    step.inputs?.[name] ?? value,
  ]);
  const env = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: step.cloud?.endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIASTEP',
    AWS_SECRET_ACCESS_KEY: 'secret',
    GITHUB_WORKSPACE: step.workspace,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'octo/app',
    ...Object.fromEntries(given),
    ...step.env,
  };
  const [log, sheet, summary] = [recordingLog(), outputSheet(outputs), createSummary()];
  let failure = '';
  try {
    const { signal } = new AbortController();
    const state = { save() {}, read: () => '' };
    const read = await readInputs(inputs, env);
    const endpoint = step.cloud?.endpoint ?? '';
    // The SDK itself would look for them in this process.
    const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: 'secret' };
    const connectEcr = () => new ECRClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 });
    const open: typeof openRegistry = (name, options) => openRegistry(name, { ...options, connectEcr });
    await main({ inputs: read, log, outputs: sheet, summary, signal, state, clock: systemClock, env, fail() {} }, open);
  } catch (thrown) {
    failure = failureOf(thrown).annotation;
  }
  const warnings = log.lines.filter(({ kind }) => kind === 'warning').map(({ message }) => message);
  return { outputs: Object.fromEntries(sheet.values), summary: summary.toString(), log: log.text(), warnings, failure };
}

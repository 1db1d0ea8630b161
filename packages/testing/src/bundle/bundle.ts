import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { type Manifest, parseManifest } from '../contract/manifest.ts';
import { scaledTime, type TimeScale } from './scaled-time.ts';
import { type Annotation, annotationsIn, assignmentsIn } from './workflow-commands.ts';

/** A step of a workflow: which action, and what the workflow gives it. */
export interface BundleStep {
  /** Folder of the action, with `action.yml` and the `dist/` that `npm run bundle` made. */
  readonly action: string;
  /** What stands under `with:`; the rest comes from the defaults in `action.yml`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Added to the runner's own variables; wins over them. */
  readonly env?: Readonly<Record<string, string>>;
  /** The checked-out repository; an empty folder unless given. */
  readonly workspace?: string;
  /** The local cloud to talk to. */
  readonly cloud?: { readonly endpoint: string; readonly clock: TimeScale['clock'] };
  /** The factor of the cloud's clock, which the step's time then follows; the machine's time unless given. */
  readonly scaleTime?: number;
  /** Milliseconds of the machine's time after which the step is killed; a minute unless given. */
  readonly killAfter?: number;
  /** Hears what the step prints, as it prints it. */
  readonly onPrint?: (text: string) => void;
}

/** A step that has ended, as the runner sees it. */
export interface EndedBundle {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly annotations: readonly Annotation[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** Markdown of the job summary. */
  readonly summary: string;
  /** Runs what the runner runs at the end of the job, with the state that this step left. */
  post(): Promise<EndedBundle>;
}

/** A step that runs. */
export interface RunningBundle {
  /** When its process was started, by this process's `performance.now()`. */
  readonly startedAt: number;
  /** Rejects when the step had to be killed because it did not end. */
  readonly ended: Promise<EndedBundle>;
  /** Resolves when the step has printed the text; rejects when it ends without. */
  says(text: string): Promise<void>;
  /** Sends a signal, and resolves when the step has ended, of it or by itself. */
  kill(signal: NodeJS.Signals): Promise<EndedBundle>;
}

/** Access key of the steps, unless `env` has another: the journal tells by it who called. */
export const STEP_ACCESS_KEY = 'AKIASTEP';

/**
 * Starts an action's bundle as a runner starts it: a process of its own, inputs in the environment, files for outputs,
 * state and summary, and nothing of this process's environment but what a program needs to start.
 *
 * @throws when there is no bundle, and when the step gives an input that the action does not have.
 */
export function startBundle(step: BundleStep): RunningBundle {
  const manifest = parseManifest(readFileSync(join(step.action, 'action.yml'), 'utf8'));
  return start(step, manifest, 'main', {});
}

/** Starts a bundle and waits for its end. */
export function runBundle(step: BundleStep): Promise<EndedBundle> {
  return startBundle(step).ended;
}

/** What a step in this process finds in its environment, as far as it is not the runner's own files. */
export function environmentOf(step: BundleStep): Readonly<Record<string, string>> {
  const manifest = parseManifest(readFileSync(join(step.action, 'action.yml'), 'utf8'));
  return { ...runnerVariables(step, ''), ...awsVariables(step), ...inputVariables(step, manifest), ...step.env };
}

type State = Readonly<Record<string, string>>;

function start(step: BundleStep, manifest: Manifest, phase: 'main' | 'post', state: State): RunningBundle {
  const entry = entryOf(step, manifest, phase);
  const time = step.scaleTime && step.cloud && scaledTime({ scale: step.scaleTime, clock: step.cloud.clock });
  const given = inputVariables(step, manifest);
  const home = mkdtempSync(join(tmpdir(), `step-${process.pid}-`));
  const files = runnerFiles(home);
  const env = {
    ...machineVariables(home),
    ...runnerVariables(step, home),
    ...awsVariables(step),
    ...files.variables,
    ...given,
    ...Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value])),
    ...step.env,
    ...(time ? time.env : {}),
  };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...(time ? time.args : []), entry], {
    cwd: env.GITHUB_WORKSPACE,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = endOf(child, step.killAfter ?? 60_000)
    .then(({ exitCode, stdout, stderr }): EndedBundle => {
      const left = assignmentsIn(files.read('state'));
      return {
        exitCode,
        stdout,
        stderr,
        annotations: annotationsIn(stdout),
        outputs: assignmentsIn(files.read('output')),
        state: left,
        summary: files.read('summary'),
        post: () => start(step, manifest, 'post', { ...state, ...left }).ended,
      };
    })
    .finally(() => rmSync(home, { recursive: true, force: true }));
  if (step.onPrint) for (const stream of [child.stdout, child.stderr]) stream.on('data', step.onPrint);
  // The caller that kills awaits the end; a test that fails in between must not fail a second time for it.
  ended.catch(() => {});
  return {
    startedAt,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        let printed = '';
        child.stdout.on('data', (chunk: string) => {
          printed += chunk;
          if (printed.includes(text)) resolve();
        });
        child.on('close', () => reject(new Error(`the step ended without saying ${JSON.stringify(text)}`)));
      }),
    kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

function entryOf({ action }: BundleStep, manifest: Manifest, phase: 'main' | 'post'): string {
  const file = manifest.runs?.[phase];
  if (!file) throw new Error(`${basename(action)} has no ${phase} step`);
  const entry = join(action, file);
  if (!existsSync(entry)) throw new Error(`${basename(action)} has no ${file}: run \`npm run bundle\` first`);
  return entry;
}

/** Source: https://github.com/actions/runner/blob/main/src/Runner.Worker/Handlers/Handler.cs (AddInputsToEnvironment) */
function inputVariables({ action, inputs = {} }: BundleStep, manifest: Manifest): Record<string, string> {
  const declared = manifest.inputs ?? {};
  const unknown = Object.keys(inputs).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0) throw new Error(`${basename(action)} has no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(declared).map(([name, { default: unless = '' }]) => {
      const value = inputs[name] ?? unless;
      if (value.includes('${{')) throw new Error(`the default of ${name} is an expression; the step must give a value`);
      return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value];
    }),
  );
}

/** What any program needs to start or starts sooner by, and a home without anybody's AWS configuration. */
export function machineVariables(home: string): Record<string, string> {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'NODE_COMPILE_CACHE'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), HOME: home, USERPROFILE: home };
}

/** Source: https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables */
function runnerVariables({ action, workspace }: BundleStep, home: string) {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: basename(action),
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_JOB: 'deploy',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'octo/app',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1001',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_WORKFLOW: 'deploy',
    GITHUB_WORKFLOW_REF: 'octo/app/.github/workflows/deploy.yml@refs/heads/main',
    GITHUB_WORKSPACE: workspace ?? home,
    RUNNER_OS: { win32: 'Windows', darwin: 'macOS' }[process.platform as string] ?? 'Linux',
    RUNNER_TEMP: home,
  };
}

function awsVariables({ cloud }: BundleStep): Record<string, string> {
  if (!cloud) return {};
  return {
    AWS_ENDPOINT_URL: cloud.endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: STEP_ACCESS_KEY,
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
}

function runnerFiles(home: string) {
  const paths = { output: join(home, '_output'), state: join(home, '_state'), summary: join(home, '_summary') };
  for (const path of Object.values(paths)) writeFileSync(path, '');
  return {
    variables: { GITHUB_OUTPUT: paths.output, GITHUB_STATE: paths.state, GITHUB_STEP_SUMMARY: paths.summary },
    read: (name: keyof typeof paths) => readFileSync(paths[name], 'utf8'),
  };
}

function endOf(child: ChildProcess, killAfter: number) {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      printed[name] += chunk;
    });
  }
  return new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    let overdue = false;
    const timer = setTimeout(() => {
      overdue = true;
      child.kill('SIGKILL');
    }, killAfter);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      if (!overdue) resolve({ exitCode, ...printed });
      else reject(new Error(`the step did not end within ${killAfter / 1000} s:\n${printed.stdout}${printed.stderr}`));
    });
  });
}

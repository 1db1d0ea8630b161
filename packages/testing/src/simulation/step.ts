import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  completeFailedRun,
  createSummary,
  failureOf,
  type InputSpec,
  type InputsOf,
  outputSheet,
  type Run,
  readInputs,
  reasonOf,
  recordingLog,
  type State,
} from '@actions-aws/action';
import type { Stream } from '@actions-aws/action/http';
import { type BundleStep, type EndedBundle, environmentOf } from '../bundle/bundle.ts';
import type { Annotation } from '../bundle/workflow-commands.ts';
import type { Connect } from './simulated-process.ts';
import type { Running, Stage } from './stage.ts';

/**
 * An action as it runs in this process: what `wiring.ts` wires, except that clients come from `connect`, that what no SDK
 * sends goes by `stream`, and that it reads nothing of the process's environment. Exported as `deployer` by the action's `test/support/deployer.ts`.
 */
export interface Deployer<Spec extends InputSpec = InputSpec, Output extends string = string> {
  readonly inputs: Spec;
  readonly outputs: readonly Output[];
  main(run: Run<InputsOf<Spec>, Output>, connect: Connect, stream: Stream): Promise<void>;
  post?(run: Run<InputsOf<Spec>, Output>, connect: Connect): Promise<void>;
}

/** Declares one; the types of inputs and outputs follow from what it says. */
export function deployer<Spec extends InputSpec, Output extends string>(
  one: Deployer<Spec, Output>,
): Deployer<Spec, Output> {
  return one;
}

/** A step that runs on a stage. */
export interface SteppedStep extends Running<EndedBundle> {
  readonly step: BundleStep;
  /** What it has left for its post step so far; it survives a kill. */
  readonly saved: ReadonlyMap<string, string>;
}

/**
 * Starts a step of a workflow in this process: the same step as `startBundle` starts as a process, and it ends with the
 * same facts. What the step prints is what its log was told.
 */
export async function startStep(
  stage: Stage,
  step: BundleStep,
  options: { readonly name?: string; readonly post?: ReadonlyMap<string, string> } = {},
): Promise<SteppedStep> {
  const { name = options.post ? 'post' : 'step', post } = options;
  const action = await load(step.action);
  const env = environmentOf(step);
  const saved = new Map(post);
  const state: State = { save: (key, value) => saved.set(key, value), read: (key) => saved.get(key) ?? '' };
  const running = stage.start(name, async ({ connect, stream, clock, signal }): Promise<EndedBundle> => {
    const failures: unknown[] = [];
    const [log, outputs, summary] = [recordingLog(), outputSheet(action.outputs), createSummary()];
    try {
      const inputs = await readInputs(action.inputs, env, { filesMustExist: !post });
      const fail = (error: unknown) => failures.push(error);
      const run: Run<InputsOf<InputSpec>, string> = { inputs, log, outputs, summary, signal, state, clock, env, fail };
      await (post ? action.post?.(run, connect) : action.main(run, connect, stream));
    } catch (thrown) {
      failures.push(reasonOf(thrown, signal));
    }
    completeFailedRun(failures, { outputs, summary });
    const told = failures.map(failureOf);
    const annotations: Annotation[] = [
      ...told.map(({ annotation }) => ({ level: 'error' as const, title: '', message: annotation })),
      ...log.lines.flatMap(({ kind, message }) =>
        kind === 'info' || kind === 'debug' ? [] : [{ level: kind, title: '', message }],
      ),
    ];
    return {
      exitCode: failures.length > 0 ? 1 : 0,
      stdout: [log.text(), ...told.map(({ annotation, trace }) => `${annotation}\n${trace}`)].join('\n'),
      stderr: '',
      annotations,
      outputs: Object.fromEntries(outputs.values),
      state: Object.fromEntries(saved),
      summary: summary.toString(),
      async post() {
        const after = await startStep(stage, step, { name: `${name}post`, post: saved });
        await stage.finish();
        return after.ended;
      },
    };
  });
  return Object.assign(running, { step, saved });
}

/** Each action once: jest evaluates a module anew for each test file, not for each step. */
const loaded = new Map<string, Promise<Deployer>>();

function load(action: string): Promise<Deployer> {
  const found =
    loaded.get(action) ?? import(pathToFileURL(join(action, 'test', 'support', 'deployer.ts')).href).then(deployerIn);
  loaded.set(action, found);
  return found;

  function deployerIn(module: { readonly deployer?: Deployer }): Deployer {
    if (!module.deployer) throw new Error(`${join(action, 'test', 'support', 'deployer.ts')} must export \`deployer\``);
    return module.deployer;
  }
}

import { type BundleStep, runBundle } from '../bundle/bundle.ts';
import { callsIn, type Sweep, type World } from './trial.ts';

/** A step that a workflow's author got wrong. */
export interface BadInput {
  /** What is wrong, for the test's output. */
  readonly name: string;
  /** Given instead of, or beside, what is right. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What the message must name: the input, or the variable. */
  readonly names: string;
  /** More that the message must say: the value, or the remedy. */
  readonly says?: string;
}

/**
 * Gives each of the wrong steps to the bundle: one clear error that names what is wrong, exit code 1, the outcome `failed`
 * where the action has one, a job summary, and no request.
 */
export async function everyBadInput(world: World, right: BundleStep, cases: readonly BadInput[]): Promise<Sweep> {
  const started = performance.now();
  await world.cloud.control.clearJournal();
  const waiting = [...cases];
  const failures: string[] = [];
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) failures.push(...(await tryInput(right, one)));
  };
  await Promise.all([work(), work()]);
  const calls = await callsIn(world);
  if (calls.length > 0) failures.push(`there were requests: ${calls.map(({ operation }) => operation).join(', ')}`);
  return { tried: cases.length, of: cases.length, failures, seconds: (performance.now() - started) / 1000 };
}

async function tryInput(right: BundleStep, { name, inputs, env, names, says = '' }: BadInput): Promise<string[]> {
  const step = { ...right, inputs: { ...right.inputs, ...inputs }, env: { ...right.env, ...env } };
  const { exitCode, annotations, stdout, stderr, outputs, summary } = await runBundle(step);
  const errors = annotations.filter(({ level }) => level === 'error');
  const { message = '' } = errors[0] ?? {};
  const wrong = [
    ...(exitCode === 1 ? [] : [`exit code ${exitCode}`]),
    ...(errors.length === 1 ? [] : [`${errors.length} error annotations`]),
    ...(message.includes(names) ? [] : [`the message does not name ${names}`]),
    ...(message.includes(says) ? [] : [`the message does not say ${JSON.stringify(says)}`]),
    ...(/\n\s+at /.test(stdout + stderr) ? ['a stack is printed'] : []),
    ...(stderr === '' ? [] : ['something was printed to stderr']),
    ...(['failed', undefined].includes(outputs.outcome) ? [] : [`outcome ${JSON.stringify(outputs.outcome)}`]),
    ...(/^#+ /.test(summary) ? [] : ['no heading in the job summary']),
  ];
  return wrong.length === 0 ? [] : [`${name}: ${wrong.join(', ')}\n${stdout}${stderr}`];
}

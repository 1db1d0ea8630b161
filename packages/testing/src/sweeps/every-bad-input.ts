import { basename } from 'node:path';
import { type BundleStep, type EndedBundle, runBundle } from '../bundle/bundle.ts';
import { stageOn } from '../simulation/stage.ts';
import { startStep } from '../simulation/step.ts';
import { sampleOf, scopeOf } from './sample.ts';
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

/** Where the clock stands still, the bundle tries so many; the commit draws them. */
const BY_BUNDLE = 8;

/**
 * Gives each of the wrong steps to the bundle: one clear error that names what is wrong, exit code 1, the outcome `failed`
 * where the action has one, a job summary, and no request.
 *
 * Where the clock of the world stands still, the action in this process is given each of them, and the bundle a sample, and all in which
 * this process does not find that: what is wrong with clients is seen where they are made.
 */
export async function everyBadInput(world: World, right: BundleStep, cases: readonly BadInput[]): Promise<Sweep> {
  const started = performance.now();
  await world.cloud.control.clearJournal();
  const waiting = world.cloud.clock.scale === 0 ? await forTheBundle(world, right, cases) : [...cases];
  const failures: string[] = [];
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const ended = await runBundle(mistaken(right, one));
      const wrong = wrongIn(ended, one);
      if (wrong.length > 0) failures.push(`${one.name}: ${wrong.join(', ')}\n${ended.stdout}${ended.stderr}`);
    }
  };
  await Promise.all([work(), work()]);
  const calls = await callsIn(world);
  if (calls.length > 0) failures.push(`there were requests: ${calls.map(({ operation }) => operation).join(', ')}`);
  return { tried: cases.length, of: cases.length, failures, seconds: (performance.now() - started) / 1000 };
}

/** A sample, and what is wrong with, or not seen by, the action in this process. */
async function forTheBundle(world: World, right: BundleStep, cases: readonly BadInput[]): Promise<BadInput[]> {
  const drawn = sampleOf(
    cases,
    { most: BY_BUNDLE, of: `mistakes of ${basename(right.action)}`, name: ({ name }) => name, kinds: () => [] },
    scopeOf(),
  );
  const stage = await stageOn(world.cloud);
  const left: BadInput[] = [];
  for (const one of cases) {
    await stage.clear();
    const running = await startStep(stage, mistaken(right, one), { name: 'mistaken' });
    // It has ended then, or waits for an answer: it makes a request.
    await stage.rest();
    const isRight = running.state === 'ended' && wrongIn(await running.ended, one).length === 0;
    if (!isRight || drawn.includes(one)) left.push(one);
  }
  await stage.clear();
  return left;
}

function mistaken(right: BundleStep, { inputs, env }: BadInput): BundleStep {
  return { ...right, inputs: { ...right.inputs, ...inputs }, env: { ...right.env, ...env } };
}

/** What is not as it should be, in words. */
function wrongIn(ended: EndedBundle, { names, says = '' }: BadInput): readonly string[] {
  const { exitCode, annotations, stdout, stderr, outputs, summary } = ended;
  const errors = annotations.filter(({ level }) => level === 'error');
  const { message = '' } = errors[0] ?? {};
  return [
    ...(exitCode === 1 ? [] : [`exit code ${exitCode}`]),
    ...(errors.length === 1 ? [] : [`${errors.length} error annotations`]),
    ...(message.includes(names) ? [] : [`the message does not name ${names}`]),
    ...(message.includes(says) ? [] : [`the message does not say ${JSON.stringify(says)}`]),
    ...(/\n\s+at /.test(stdout + stderr) ? ['a stack is printed'] : []),
    ...(stderr === '' ? [] : ['something was printed to stderr']),
    ...(['failed', undefined].includes(outputs.outcome) ? [] : [`outcome ${JSON.stringify(outputs.outcome)}`]),
    ...(/^#+ /.test(summary) ? [] : ['no heading in the job summary']),
  ];
}

import type { EndedBundle } from '../bundle/bundle.ts';
import type { Trial, Undisturbed, World } from './trial.ts';

const GREEN = {
  promote: ['promoted', 'staged', 'noop', 'planned', 'held'],
  rollback: ['rolled-back', 'noop', 'planned'],
};

/** Whether a step that ended so is green: what its exit code must say. For a rollback, `rolled-back` is what was asked for. */
export function isGreenOutcome(outcome: string, purpose: keyof typeof GREEN): boolean {
  return GREEN[purpose].includes(outcome);
}

/** Whether the outcome says what is so: of the pointer, and of the exit code. */
export function untruths<W extends World>(
  { purpose }: Pick<Trial<W>, 'purpose'>,
  { outputs, exitCode, stdout }: EndedBundle,
  now: string | undefined,
  { pointer: { before, after } }: Undisturbed,
): readonly string[] {
  const { outcome = '' } = outputs;
  if (!outcome) return [`it ended without an outcome:\n${stdout}`];
  const isGreen = isGreenOutcome(outcome, purpose);
  const wrong: string[] = [];
  if (isGreen !== (exitCode === 0)) wrong.push(`it ended ${outcome}, but with exit code ${exitCode}`);
  const allowed = pointersAfter(outcome, purpose === 'rollback', before, after);
  if (!allowed(now)) wrong.push(`it ended ${outcome}, but the pointer was ${before} and is ${now}:\n${stdout}`);
  return wrong;
}

/** What the pointer may be, by the meaning of each outcome. */
function pointersAfter(outcome: string, isRollback: boolean, before: string | undefined, after: string | undefined) {
  switch (outcome) {
    case 'promoted':
    case 'staged':
    case 'noop':
    case 'held':
      return (now: string | undefined) => now === after;
    case 'rolled-back':
      return (now: string | undefined) => now === (isRollback ? after : before);
    case 'rollback-failed':
      return (now: string | undefined) => now !== before;
    case 'unknown':
      return () => true;
    default:
      return (now: string | undefined) => now === before;
  }
}

/** Whether a person can tell from the annotations what is wrong: one error, in words, without the program's own. */
export function unclear({ annotations, stdout }: EndedBundle): readonly string[] {
  const errors = annotations.filter(({ level }) => level === 'error');
  if (errors.length !== 1) return [`it has ${errors.length} error annotations, not one:\n${stdout}`];
  const { message = '' } = errors[0] ?? {};
  const isGibberish = /undefined|\[object |is a bug|TypeError|^\s+at /m.test(message);
  return message.length < 20 || isGibberish ? [`its message is not clear: ${message}`] : [];
}

/** What is wrong with the run after a disturbed one: it ends as the undisturbed run did, or finds that all is done. */
export function judgeSecondRun(
  { outputs: { outcome = '' }, exitCode, stdout }: EndedBundle,
  { ended }: Undisturbed,
  accepted: readonly string[] = [ended.outputs.outcome ?? '', 'noop'],
): readonly string[] {
  if (!accepted.includes(outcome)) return [`the second run ended ${outcome || 'without an outcome'}:\n${stdout}`];
  return exitCode === ended.exitCode ? [] : [`the second run ended with exit code ${exitCode}:\n${stdout}`];
}

/** A post step may fail, but in words: a stack, wherever it is printed, says that it broke down. */
export function brokenDown({ stdout, stderr }: EndedBundle): readonly string[] {
  const printed = `${stdout}\n${stderr}`;
  return /^ {4}at /m.test(printed) ? [`the post step broke down:\n${printed}`] : [];
}

import { UserError } from '@actions-aws/action';

/** Why a build cannot be staged as it is. */
export interface Problem {
  /** The file that it is about; the directory itself where there is none. */
  readonly path?: string;
  /** What is wrong, as a clause after the path: `is a link to /etc/passwd`. */
  readonly what: string;
  /** What to do, as a sentence. */
  readonly remedy: string;
}

/** How many problems a message names: more do not help. */
const NAMED = 10;

/** Thrown before anything is asked of AWS: all that is wrong with a build, at once. */
export function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (!first) return;
  const sentences = problems.slice(0, NAMED).map(({ path, what }) => `${path ?? 'it'} ${what}`);
  const more = problems.length > NAMED ? `; and ${problems.length - NAMED} more` : '';
  const remedies = [...new Set(problems.map(({ remedy }) => remedy))];
  throw new UserError(`The directory cannot be staged: ${sentences.join('; ')}${more}.`, { hint: remedies.join(' ') });
}

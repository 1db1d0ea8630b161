import { oneLine } from '../inert.ts';
import { UserError } from '../user-error.ts';

/** What is wrong with one input. Read as ``Input `zip` is "x", but <message>. <remedy>`` */
export interface Problem {
  /** The input's name in `action.yml`. */
  readonly input: string;
  /** What was given; leave it out for a secret, and where nothing was given. */
  readonly value?: string | undefined;
  /** A clause: `must be a file that exists`, `cannot be given together with version`. */
  readonly message: string;
  /** What to do, as a sentence, where the message does not say it. */
  readonly remedy?: string | undefined;
  /** For documents: where inside, after the input's name (`[1].expect.status`). */
  readonly at?: string | undefined;
}

/** Everything that is wrong with the inputs, at once. */
export class InputError extends UserError {
  override readonly name: string = 'InputError';
  readonly problems: readonly Problem[];
  /** The problems in words, one after the other as in the message. */
  readonly sentences: readonly string[];

  constructor(problems: readonly Problem[]) {
    const sentences = problems.map(sentence);
    const [first = 'The inputs are wrong.', ...others] = sentences;
    super(
      others.length === 0 ? first : [`${problems.length} problems with the inputs:`, first, ...others].join('\n- '),
    );
    this.problems = problems;
    this.sentences = sentences;
  }
}

function sentence({ input, value, message, remedy, at }: Problem): string {
  const found = value === undefined ? '' : `"${excerpt(value)}"`;
  const what =
    at === undefined || at === ''
      ? `Input \`${input}\` ${found && `is ${found}, but `}${message}.`
      : `Input \`${input}\` ${found && `has ${found} `}at \`${input}${at}\`: ${message}.`;
  return remedy === undefined ? what : `${what} ${remedy}`;
}

/** Enough of a value to recognise it. */
function excerpt(value: string): string {
  const line = oneLine(value);
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}

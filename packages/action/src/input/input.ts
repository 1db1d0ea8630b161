/** What a parser may look at beside the text itself. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** False in `post`, when files that `main` was given may be gone. */
  readonly filesMustExist: boolean;
}

/** Why a text was refused. The sentence is built around it: ``Input `x` is "12", but <message>. <remedy>`` */
export interface Refusal {
  /** What it must be: `must be a whole number from 128 to 10240`. */
  readonly message: string;
  /** What to do, as a sentence, where the message does not say it. */
  readonly remedy?: string;
  /** For documents: where inside, after the input's name (`[1].expect.status`); the empty string is the whole. */
  readonly at?: string;
  /** What was found, where it is not the whole text; `undefined` shows nothing. */
  readonly value?: string | undefined;
}

/** A parser's answer. */
export type Parsed<T> =
  | { readonly accepted: true; readonly value: T }
  | { readonly accepted: false; readonly refusals: readonly Refusal[] };

/** One input's type: how its text becomes a value, and what the README calls it. Never its default: `action.yml` owns that. */
export interface Input<T> {
  /** Name of the type in README tables, as Markdown. */
  readonly type: string;
  /** Whether the action can do without it. */
  readonly optional: boolean;
  /** The word that says that there is none, where emptiness does not say it. */
  readonly none?: string;
  /** Whether its value is masked in the log and never shown in an error. */
  readonly secret: boolean;
  /** What of its text is secret by itself, and masked as well as the whole, such as the values of headers. */
  readonly secretsIn?: (text: string) => readonly string[];
  /** Reads a text that is trimmed and not empty. */
  parse(text: string, surroundings: Surroundings): Parsed<T> | Promise<Parsed<T>>;
}

/** An action's inputs, keyed in camelCase: `functionName` reads `function-name`. */
export type InputSpec = Readonly<Record<string, Input<unknown>>>;

/** The values that a spec yields. */
export type InputsOf<Spec extends InputSpec> = {
  readonly [Key in keyof Spec]: Spec[Key] extends Input<infer T> ? T : never;
};

/** A text was understood. */
export function accepted<T>(value: T): Parsed<T> {
  return { accepted: true, value };
}

/** A text was refused for one reason. */
export function refused(message: string, remedy?: string): Parsed<never> {
  return { accepted: false, refusals: [remedy === undefined ? { message } : { message, remedy }] };
}

/** A required, public input. */
export function input<T>(type: string, parse: Input<T>['parse']): Input<T> {
  return { type, optional: false, secret: false, parse };
}

/** The same input, but the action can do without it: `undefined` when it is empty or not given. */
export function optional<T>(inner: Input<T>): Input<T | undefined> {
  return { ...inner, optional: true };
}

/** The name in `action.yml` of a key in the spec: `functionName` is `function-name`. */
export function inputName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

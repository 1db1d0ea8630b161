import type { Clock } from './clock.ts';
import type { InputSpec, InputsOf } from './input/input.ts';
import type { Log } from './log.ts';
import type { Outputs } from './outputs.ts';
import type { State } from './state.ts';
import type { Summary } from './summary.ts';
import type { UserError } from './user-error.ts';

/** Everything an action may touch of its runner. */
export interface Run<Inputs, OutputName extends string> {
  /** Read and checked before `main` is called. In `post`, a path may no longer exist. */
  readonly inputs: Inputs;
  readonly log: Log;
  readonly outputs: Outputs<OutputName>;
  /** Written when the run ends, also when it fails. */
  readonly summary: Summary;
  /** Aborts when the workflow is cancelled. The run is not stopped: `main` decides where the safe end is. The runner kills after 10 s. */
  readonly signal: AbortSignal;
  readonly state: State;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Makes the run red without stopping it: for an end that is known and reported, such as a rejected candidate. */
  fail(error: UserError): void;
}

/** An action: its contract and what it does. */
export interface Action<Spec extends InputSpec, OutputName extends string> {
  readonly inputs: Spec;
  readonly outputs: readonly OutputName[];
  main(run: Run<InputsOf<Spec>, OutputName>): Promise<void>;
  /** Runs at the end of the job, from the same bundle, whatever became of `main`; only if `main` got past its inputs. */
  post?(run: Run<InputsOf<Spec>, OutputName>): Promise<void>;
}

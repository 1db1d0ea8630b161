import { isFailure, type NormaliseContext, type NormalResult, type SarifRun, sarifRun } from '../../src/index.ts';

/** Where the checkout would be. */
export const checkout = '/home/runner/work/shop/shop';

/** A run of a tool with one result, or none. */
export interface Given {
  readonly tool: string;
  /** What the run says of the result's rule. */
  readonly rule?: object;
  readonly result?: object;
  /** What else stands in the run. */
  readonly run?: object;
  readonly context?: Partial<NormaliseContext>;
}

/** The run as the tool would write it. */
export function runOf({ tool, rule, run = {} }: Given): object {
  return { tool: { driver: { name: tool, ...(rule && { rules: [rule] }) } }, results: [], ...run };
}

/** The run, read. */
export function reading(given: Given): SarifRun {
  return sarifRun(runOf(given), { root: '', checkout, ...given.context });
}

/** Its result; fails where it is a failure of the tool. */
export function resultOf(given: Given): NormalResult {
  const result = reading(given).normal(structuredClone(given.result ?? {}));
  if (isFailure(result)) throw new Error(`a failure: ${result.message}`);
  return result;
}

/** A location of a file. */
export function at(uri: string, startLine?: number): object {
  return { physicalLocation: { artifactLocation: { uri }, ...(startLine !== undefined && { region: { startLine } }) } };
}

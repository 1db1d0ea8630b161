import { existsSync } from 'node:fs';
import * as core from '@actions/core';
import { inert } from './inert.ts';

/** What an output may be set to: `true`/`false`, digits, text as it is, or JSON for objects and lists. */
export type OutputValue = string | number | boolean | object | undefined;

/** The declared outputs of an action. One named `outcome` is `failed` where the run fails before it is set. */
export interface Outputs<Name extends string> {
  /** Sets a value; the last one wins. Nothing is written before the run ends, so that each output is written once. */
  set(name: Name, value: OutputValue): void;
  /** Sets several values, by their names. */
  setAll(values: Readonly<Partial<Record<Name, OutputValue>>>): void;
  /**
   * Sets an output that the inputs name, such as a component's, which action.yml therefore cannot declare; written after the
   * declared ones.
   */
  setNamed(name: string, value: OutputValue): void;
}

/** Outputs that can be written out: every declared one, empty where nothing was set. */
export interface OutputSheet<Name extends string> extends Outputs<Name> {
  readonly values: ReadonlyMap<Name, string>;
}

/** An empty sheet for the declared names. */
export function outputSheet<Name extends string>(names: readonly Name[]): OutputSheet<Name> {
  const values = new Map<Name, string>(names.map((name) => [name, '']));
  const set = (name: Name, value: OutputValue) => {
    if (!names.includes(name))
      throw new TypeError(`output \`${name}\` is not declared; add it to \`outputs\` in inputs.ts`);
    values.set(name, outputText(value));
  };
  return {
    values,
    set,
    setAll(several) {
      for (const [name, value] of Object.entries(several)) set(name as Name, value as OutputValue);
    },
    setNamed(name, value) {
      if ((names as readonly string[]).includes(name))
        throw new TypeError(`output \`${name}\` is declared; what the inputs name must not replace it`);
      values.set(name as Name, outputText(value));
    },
  };
}

/** The text that a workflow sees. */
export function outputText(value: OutputValue): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Writes every output to the runner's file; without a runner, to the log, since `::set-output` is deprecated. */
export function writeOutputs(sheet: OutputSheet<string>, env: Readonly<Record<string, string | undefined>>): void {
  const toFile = existsSync(env.GITHUB_OUTPUT ?? '');
  for (const [name, value] of sheet.values) {
    if (toFile) core.setOutput(name, value);
    else if (value !== '') core.info(inert(`output ${name}=${value}`));
  }
}

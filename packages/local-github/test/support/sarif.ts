import { gzipSync } from 'node:zlib';

/** JSON as a test writes it. */
export type Fields = Readonly<Record<string, unknown>>;

/** A result in the first line of `src/a.js` that GitHub takes. */
export function result(given: Fields = {}, place: Fields = {}): Fields {
  const region = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 9 };
  return {
    ruleId: 'no-eval',
    message: { text: 'Do not use eval.' },
    locations: [{ physicalLocation: { artifactLocation: { uri: 'src/a.js' }, region, ...place } }],
    partialFingerprints: { primaryLocationLineHash: 'abc:1' },
    ...given,
  };
}

/** A result on a line of a file, without a fingerprint unless it is given. */
export function resultAt(uri: string, startLine: number, hash?: string): Fields {
  const partialFingerprints = hash === undefined ? {} : { primaryLocationLineHash: hash };
  return result({ partialFingerprints }, { artifactLocation: { uri }, region: { startLine } });
}

/** A rule that GitHub takes. */
export function rule(given: Fields = {}): Fields {
  const text = { text: 'Do not use eval' };
  return { id: 'no-eval', shortDescription: text, fullDescription: text, help: text, ...given };
}

/** What a test says of a run. */
export interface RunOf {
  readonly tool?: string;
  /** `automationDetails.id`. */
  readonly id?: string;
  readonly rules?: readonly Fields[];
  readonly results?: readonly Fields[];
  readonly rest?: Fields;
}

/** A run of a tool. */
export function runOf({ tool = 'scanner', id, rules = [rule()], results = [result()], rest = {} }: RunOf = {}): Fields {
  const automation = id === undefined ? {} : { automationDetails: { id } };
  return { tool: { driver: { name: tool, version: '1.2.3', rules } }, ...automation, results, ...rest };
}

/** A file of these runs. */
export function logOf(...runs: readonly Fields[]): Fields {
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs };
}

/** As an upload has it. */
export function packed(document: unknown): string {
  return gzipSync(typeof document === 'string' ? document : JSON.stringify(document)).toString('base64');
}

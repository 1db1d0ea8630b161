import type { Delivered } from '../delivery.ts';
import type { SarifLimits } from '../limits.ts';
import { type Fields, fieldsOf, listOf, parsedSarif, textOf, UnreadableSarif } from './fields.ts';
import { overLimit } from './over-limit.ts';
import { placed, type ShownPlace } from './places.ts';
import { missingRequired } from './required.ts';
import { type Level, levelOf, RunRefused, rulesOf, type ShownRule } from './rules.ts';

/** A tool, as an analysis names it. */
export interface Tool {
  readonly name: string;
  readonly version: string | null;
  readonly guid: string | null;
}

/** A result, as it becomes an alert. */
export interface ScannedResult {
  readonly rule: ShownRule;
  readonly level: Level;
  readonly message: string;
  readonly place: ShownPlace;
  /**
   * What tells it from others of its rule in its file. "Code scanning only uses the `primaryLocationLineHash`"; without it "users may see
   * duplicate alerts": then it is the line, so that a shift closes an alert and opens another.
   */
  readonly fingerprint: string;
}

/** One run of a file. */
export interface ScannedRun {
  readonly tool: Tool;
  readonly category: string;
  readonly rulesCount: number;
  /** Those that are kept. */
  readonly results: readonly ScannedResult[];
  readonly warning: string;
  /** Why nothing of it is kept; empty if something is. */
  readonly error: string;
}

/** What is made of a file: all errors of it, and its runs. Of a refused file none of them is kept. */
export interface ScannedFile {
  readonly runs: readonly ScannedRun[];
  readonly errors: readonly string[];
  readonly refused: boolean;
}

/** Reads a file as GitHub does. */
export function scannedFile(delivered: Delivered, limits: SarifLimits, defaultSetup: boolean): ScannedFile {
  let names: readonly Named[] = [
    { tool: { name: delivered.toolName ?? 'API', version: null, guid: null }, category: '' },
  ];
  try {
    const log = fieldsOf(parsedSarif(delivered.sarif), 'the document') ?? {};
    const runs = runsIn(log);
    names = runs.map((run) => ({ tool: toolOf(run), category: categoryOf(run) }));
    const error = overLimit(runs, limits) ?? twice(names) ?? (defaultSetup ? fromCodeQL(names) : undefined);
    if (error) return refusedFile([error], names);
    const required = delivered.validate ? missingRequired(log, runs) : [];
    const read = runs.map((run) => runOf(run, delivered, limits));
    const wrong = [...required, ...read.flatMap(({ errors }) => errors)];
    if (wrong.length > 0) return refusedFile(wrong, names);
    const all = read.map(({ scanned }) => scanned);
    return { runs: all, errors: all.flatMap((run) => run.error || []), refused: false };
  } catch (error) {
    if (!(error instanceof UnreadableSarif)) throw error;
    return refusedFile([error.message], names);
  }
}

type Named = Pick<ScannedRun, 'tool' | 'category'>;

/** One entry for each run, with the file's errors: https://github.com/aquasecurity/trivy/issues/1182 */
function refusedFile(errors: readonly string[], names: readonly Named[]): ScannedFile {
  const rest = { rulesCount: 0, results: [], warning: '', error: errors.join(',') };
  return { runs: names.map((name) => ({ ...name, ...rest })), errors, refused: true };
}

function runsIn(log: Fields): readonly Fields[] {
  const version = textOf(log.version, 'version');
  if (version !== '2.1.0')
    throw new UnreadableSarif(`unsupported SARIF version '${version ?? ''}': only 2.1.0 is supported`);
  const runs = listOf(log.runs, 'runs').map((run) => fieldsOf(run, 'runs') ?? {});
  // "A SARIF file contains an array of one or more runs."
  if (runs.length === 0) throw new UnreadableSarif('expected at least one run');
  return runs;
}

function toolOf(run: Fields): Tool {
  const driver = driverOf(run);
  const text = (name: string) => textOf(driver[name], `tool.driver.${name}`) ?? null;
  // "The empty string is not supported for required properties."
  const name = text('name') || stop('expected the name of a tool');
  return { name, version: text('semanticVersion') ?? text('version'), guid: text('guid') };
}

const driverOf = (run: Fields) =>
  fieldsOf(fieldsOf(run.tool, 'tool')?.driver, 'tool.driver') ?? stop('expected tool.driver');

function stop(what: string): never {
  throw new UnreadableSarif(what);
}

/** "`category` is everything in the string until the last forward slash"; without one it is empty. */
function categoryOf(run: Fields): string {
  const id = textOf(fieldsOf(run.automationDetails, 'automationDetails')?.id, 'automationDetails.id') ?? '';
  return id.slice(0, Math.max(0, id.lastIndexOf('/')));
}

/** https://github.blog/changelog/2025-07-21-code-scanning-will-stop-combining-multiple-sarif-runs-uploaded-in-the-same-sarif-file/ */
function twice(names: readonly Named[]): string | undefined {
  const keys = new Set(names.map(({ tool, category }) => JSON.stringify([tool.name, category])));
  return keys.size === names.length
    ? undefined
    : 'A delivery cannot contain multiple runs with the same category. Please upload a single run per category. For more information, see https://github.blog/changelog/2025-07-21-code-scanning-will-stop-combining-multiple-sarif-runs-uploaded-in-the-same-sarif-file/';
}

/** https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/default-setup-enabled */
function fromCodeQL(names: readonly Named[]): string | undefined {
  return names.some(({ tool }) => tool.name === 'CodeQL')
    ? 'Upload with CodeQL results rejected due to "default setup"'
    : undefined;
}

interface ReadRun {
  readonly scanned: ScannedRun;
  /** What keeps the whole file out. */
  readonly errors: readonly string[];
}

function runOf(run: Fields, { checkoutUri }: Delivered, limits: SarifLimits): ReadRun {
  const name = { tool: toolOf(run), category: categoryOf(run) };
  const extensions = listOf(fieldsOf(run.tool, 'tool')?.extensions, 'tool.extensions');
  try {
    const rules = rulesOf(
      driverOf(run),
      extensions.map((each) => fieldsOf(each, 'tool.extensions') ?? {}),
      limits,
    );
    const root = checkoutUri ?? workingDirectory(run);
    const read = listOf(run.results, 'results').map((each) => {
      const result = fieldsOf(each, 'results') ?? {};
      return { ...placed(result, root), ...resultOf(result, rules.ruleOf(result)) };
    });
    const results = read.flatMap(({ place, errors: _, ...rest }) => (place ? { ...rest, place } : []));
    // Which 5,000 stay is disputed (https://github.com/github/docs/issues/38085): the last ones, so that no order of a client's saves any.
    const kept = results.slice(-limits.sarifResultsKept).map(fingerprinted);
    const ignored = results.length - kept.length;
    const warning = ignored > 0 ? `${ignored} results were ignored` : '';
    return {
      scanned: { ...name, rulesCount: rules.count, results: kept, warning, error: '' },
      errors: read.flatMap(({ errors }) => errors),
    };
  } catch (error) {
    // "could only be partially processed": which errors leave the other runs is not documented; that of a rule does here.
    if (!(error instanceof RunRefused)) throw error;
    const nothing = { rulesCount: 0, results: [], warning: '', error: error.message };
    return { scanned: { ...name, ...nothing }, errors: [] };
  }
}

type Unplaced = Omit<ScannedResult, 'place' | 'fingerprint'> & { readonly hash: string | undefined };

/** `suppressions`, `baselineState` and `kind` are not among the properties that GitHub names: https://github.com/github/codeql-action/issues/1230 */
function resultOf(result: Fields, rule: ShownRule): Unplaced {
  // "expected a result message": https://github.com/github/codeql/issues/11512
  const message =
    textOf(fieldsOf(result.message, 'message')?.text, 'message.text') || stop('expected a result message');
  const prints = fieldsOf(result.partialFingerprints, 'partialFingerprints');
  const hash = textOf(prints?.primaryLocationLineHash, 'primaryLocationLineHash');
  return { rule, level: levelOf(result.level) ?? rule.level, message, hash };
}

function fingerprinted({ hash, place, ...rest }: Unplaced & { readonly place: ShownPlace }): ScannedResult {
  return { ...rest, place, fingerprint: hash ? `hash ${hash}` : `line ${place.startLine}` };
}

/** "used only when `checkout_uri` […] not provided". */
function workingDirectory(run: Fields): string | undefined {
  const [first] = listOf(run.invocations, 'invocations');
  const directory = fieldsOf(fieldsOf(first, 'invocations')?.workingDirectory, 'workingDirectory');
  const uri = textOf(directory?.uri, 'workingDirectory.uri');
  return uri && /^[a-z][a-z0-9+.-]*:/i.test(uri) ? uri : undefined;
}

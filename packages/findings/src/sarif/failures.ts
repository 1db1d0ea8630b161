import type { Failure } from '../result.ts';
import { levelOf } from '../severity/level.ts';
import { wordOf } from '../severity/tool-words.ts';
import { isShape, list, type Shape, shape, text } from '../shapes.ts';
import { factsOf } from '../tools/known.ts';
import type { KnownTool } from '../tools/table.ts';
import { withoutUsers } from './credentials.ts';
import { messageText } from './rules/message.ts';

/** What a run itself says that it did not see: of its results, its invocations and their notifications. */
export function failuresOf(run: Shape, tool: string, known: KnownTool | undefined): Failure[] {
  const failures = [...resultsMissing(run, tool, known), ...inOtherFiles(run, tool), ...notUnderstood(run, tool)];
  for (const one of list(run.invocations))
    failures.push(...failuresOfInvocation(shape(one), shape(run.tool), tool, known));
  // Several files that do not parse have one sentence each, and two invocations may say the same.
  return [...new Map(failures.map((failure) => [failure.message, failure])).values()];
}

/**
 * A run without results did not look, and one whose results are null failed to start, but for the tools that write
 * the one or the other where there are none.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317507
 */
function resultsMissing(run: Shape, tool: string, known: KnownTool | undefined): Failure[] {
  const { results } = run;
  if (Array.isArray(results)) return [];
  const instead = known === undefined ? undefined : factsOf(known).noResults;
  if (instead !== undefined && results === (instead === 'null' ? null : undefined)) return [];
  const what =
    results === undefined
      ? 'no list of results'
      : `${results === null ? 'null' : 'something else'} for its list of results`;
  return [
    {
      kind: 'unreadable',
      message: `The run of ${tool} has ${what}, so it does not say that it looked.`,
      hint: 'Find in the log of the step why the tool did not run to its end.',
    },
  ];
}

/** Properties that a run may have in other files, without which its results or their severities are not known. */
const NEEDED = ['results', 'invocations', 'driver', 'extensions', 'artifacts'] as const;

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317522 */
function inOtherFiles(run: Shape, tool: string): Failure[] {
  const references = shape(run.externalPropertyFileReferences);
  const elsewhere = NEEDED.filter((name) => isShape(references[name]) || list(references[name]).length > 0);
  if (elsewhere.length === 0) return [];
  return [
    {
      kind: 'unreadable',
      message: `The run of ${tool} has ${elsewhere.join(', ')} in other files, which are not read.`,
      hint: 'Let the tool write all into one file.',
    },
  ];
}

/** What SARIF calls notifications, and called them before 2.1.0 was final. */
const NOTIFICATIONS = [
  'toolExecutionNotifications',
  'toolConfigurationNotifications',
  'toolNotifications',
  'configurationNotifications',
] as const;

/** That a run says in another form than SARIF's how it went: it may say that it failed. */
function notUnderstood(run: Shape, tool: string): Failure[] {
  const wrong = wrongIn(run.invocations, 'invocations') ?? list(run.invocations).map(wrongInvocation).find(Boolean);
  if (wrong === undefined) return [];
  const message = `The run of ${tool} does not say how it went as SARIF has it: its \`${wrong}\` cannot be understood.`;
  return [{ kind: 'unreadable', message }];
}

function wrongInvocation(invocation: unknown): string | undefined {
  const one = shape(invocation);
  const flag = ['executionSuccessful', 'toolExecutionSuccessful'].find(
    (name) => !isAbsent(one[name]) && typeof one[name] !== 'boolean',
  );
  return flag ?? NOTIFICATIONS.map((name) => wrongIn(one[name], name)).find(Boolean);
}

/** The name of what should be a list of objects, where it is none. */
function wrongIn(value: unknown, name: string): string | undefined {
  return isAbsent(value) || (Array.isArray(value) && value.every(isShape)) ? undefined : name;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function failuresOfInvocation(invocation: Shape, driver: Shape, tool: string, known: KnownTool | undefined): Failure[] {
  const notifications = NOTIFICATIONS.flatMap((name) => list(invocation[name])).map(shape);
  const failing = notifications.filter((one) => isFailing(one, known));
  if (known === 'eslint' && isUnusedComments(failing)) return [];
  const failures = failing.map((one): Failure => {
    const said =
      messageText(one.message, undefined, shape(driver.driver)) || text(shape(one.descriptor).id) || 'no reason';
    return { kind: 'partial', message: `${tool} did not see everything: ${shortened(said)}${placeOf(one)}` };
  });
  const isSuccessful = invocation.executionSuccessful ?? invocation.toolExecutionSuccessful;
  if (failures.length > 0 || isSuccessful !== false || isOrdinaryExit(invocation, known)) return failures;
  const description = text(invocation.exitCodeDescription) ?? text(invocation.exitSignalName);
  return [
    {
      kind: 'partial',
      message: `${tool} says that its run failed${description ? `: ${shortened(description)}` : '.'}`,
    },
  ];
}

/**
 * Errors, also in a word that SARIF does not have, such as `fatal`; Semgrep's warnings, too, which are all that it says of a JavaScript
 * file that does not parse (semgrep 1.185.0).
 */
function isFailing(notification: Shape, known: KnownTool | undefined): boolean {
  const level = levelOf(notification.level) ?? (isGrave(text(notification.level)) ? 'error' : 'warning');
  return level === 'error' || (level === 'warning' && known === 'semgrep');
}

function isGrave(word: string | undefined): boolean {
  if (word === undefined) return false;
  const known = wordOf(word);
  return known === 'high' || known === 'critical' || /^fatal$/i.test(word);
}

/**
 * ESLint 10.15.0 with `reportUnusedDisableDirectives: error` reports a comment that nothing needs as it does a file that does not
 * parse; only the words tell.
 */
function isUnusedComments(failing: readonly Shape[]): boolean {
  return (
    failing.length > 0 &&
    failing.every((one) => (text(shape(one.message).text) ?? '').startsWith('Unused eslint-disable'))
  );
}

/**
 * SpotBugs counts bugs as a failure of its own: exit code 1 is "bugs found" and nothing else.
 * https://github.com/spotbugs/spotbugs/blob/master/spotbugs/src/main/java/edu/umd/cs/findbugs/sarif/SarifBugReporter.java
 */
function isOrdinaryExit(invocation: Shape, known: KnownTool | undefined): boolean {
  return known === 'spotbugs' && invocation.exitCode === 1;
}

function placeOf(notification: Shape): string {
  const location = shape(list(notification.locations)[0]);
  const uri = text(shape(shape(location.physicalLocation).artifactLocation).uri);
  return uri === undefined ? '' : ` (${uri})`;
}

/** The first line, and of a long one its beginning: a failure is a sentence. */
export function shortened(said: string): string {
  const line = withoutUsers(said.trimStart().split('\n', 1)[0] ?? '');
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

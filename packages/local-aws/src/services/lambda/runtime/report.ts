import type { Settings } from '../state.ts';
import type { Fault, Outcome } from './instance.ts';

/** The last 4 KB of an invocation's log are what LogType Tail answers (SDK, InvokeRequest.LogType). */
const tailSize = 4096;

/** The log of one invocation, line by line as Lambda writes it. */
export interface InvocationLog {
  readonly lines: readonly string[];
  append(text: string): void;
}

/** A log that also hands every line on. */
export function invocationLog(write: (text: string) => void): InvocationLog {
  const lines: string[] = [];
  return {
    lines,
    append(text) {
      const line = text.endsWith('\n') ? text : `${text}\n`;
      lines.push(line);
      write(line);
    },
  };
}

/** What LogResult holds: base64 of the log's end. */
export function tail(log: InvocationLog): string {
  const bytes = Buffer.from(log.lines.join(''));
  return bytes.subarray(Math.max(0, bytes.length - tailSize)).toString('base64');
}

/** The REPORT line. Memory is not measured: it is what AWS's Node runtime takes at least. */
export function reportLine(
  requestId: string,
  milliseconds: number,
  memoryMegabytes: number,
  outcome: Outcome,
  initMilliseconds: number | undefined,
): string {
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${milliseconds.toFixed(2)} ms`,
    `Billed Duration: ${Math.max(1, Math.ceil(milliseconds))} ms`,
    `Memory Size: ${memoryMegabytes} MB`,
    `Max Memory Used: ${Math.min(memoryMegabytes, 64)} MB`,
    ...(initMilliseconds === undefined ? [] : [`Init Duration: ${initMilliseconds.toFixed(2)} ms`]),
    ...(outcome.kind === 'timeout' ? ['Status: timeout'] : []),
    ...(outcome.kind === 'fault' ? ['Status: error', `Error Type: ${outcome.errorType}`] : []),
  ];
  return `${parts.join('\t')}\t\n`;
}

/** The first line of an execution environment. Images have none: their runtime is their own, and Lambda does not know its version. */
export function initLine(region: string, { Runtime, RuntimeVersionConfig }: Settings): string | undefined {
  if (Runtime === undefined) return undefined;
  const [, language, version] = /^([a-z]+)([\d.]*\d)/.exec(Runtime) ?? [];
  return `INIT_START Runtime Version: ${language}:${version}.v1\tRuntime Version ARN: ${RuntimeVersionConfig?.RuntimeVersionArn ?? region}\n`;
}

/** What Lambda says where the runtime cannot (aws/aws-lambda-go#554). */
export function faultLines(requestId: string, { errorType, reason }: Fault): readonly string[] {
  return [`RequestId: ${requestId} Error: ${reason}\n`, `${errorType}\n`];
}

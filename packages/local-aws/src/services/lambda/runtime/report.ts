import type { Outcome } from './instance.ts';

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
    ...(outcome.kind === 'exit' ? ['Status: error', 'Error Type: Runtime.ExitError'] : []),
  ];
  return `${parts.join('\t')}\t\n`;
}

/** An entry of the log as AWS's Node runtime writes it; `now` is in milliseconds. */
export function consoleLine(now: number, requestId: string | undefined, level: string, text: string): string {
  // Line ends within a message become carriage returns, so that CloudWatch keeps it as one event.
  return `${new Date(now).toISOString()}\t${requestId ?? 'undefined'}\t${level}\t${text.replaceAll('\n', '\r')}\n`;
}

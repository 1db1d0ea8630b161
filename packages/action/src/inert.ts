// Characters that .NET's culture-aware comparison skips when ICU is present. The runner looks for `::` and `##[` with
// such comparisons, so `:<zero-width space>:` may still be a command to it.
const skipped = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu;
const control = /(?!\t)\p{Cc}/gu;

/**
 * The same text, but no line of it can be a workflow command: what comes from outside (a log tail, an error message, a
 * file name) may be printed after this, and only after this.
 *
 * The runner reads stdout and stderr line by line and tries two forms, in this order
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs):
 * - `TryParseV2`: after trimming leading white space the line starts with `::` and holds a second `::`;
 * - `TryParse`, the legacy form: `##[` **anywhere** in the line, with a later `]`.
 *
 * A backslash breaks both, as the runner itself does for its own markers (OutputManager.cs). Control characters other
 * than tab are shown as `\x1b`, so that nothing can repaint a terminal either.
 */
export function inert(text: string): string {
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => {
      const seen = line.replace(skipped, '').trimStart();
      const command = seen.startsWith('::') && seen.indexOf('::', 2) >= 0;
      const legacy = seen.includes('##[');
      const shown =
        command || legacy
          ? line.replace(skipped, (character) => (character === '\t' ? character : '')).replaceAll('##[', '##\\[')
          : visible(line);
      return command ? shown.replace('::', '\\::') : shown;
    })
    .join('\n');
}

/** Text on one line: line breaks become spaces, control characters become visible. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s*(?:\r\n|\n|\r)\s*/g, ' ').trim());
}

function visible(line: string): string {
  return line.replace(control, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

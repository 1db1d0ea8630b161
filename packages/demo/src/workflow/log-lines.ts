import { stripVTControlCharacters } from 'node:util';

/** A line of an action's log, as a person sees it on GitHub. */
export interface LogLine {
  /** A `heading` begins a group, and `end`, which has no text, ends it. */
  readonly kind: 'heading' | 'end' | 'text' | 'notice' | 'warning' | 'error';
  readonly text: string;
}

/**
 * Reads what an action wrote for its runner: groups become headings, annotations what they say, and other workflow
 * commands are for the runner alone. Control characters are taken out, since all of it may come from outside.
 *
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 */
export function logLines(output: string): LogLine[] {
  return output.split(/\r?\n/).flatMap((raw): LogLine[] => {
    const line = plain(raw);
    const [, command, message = ''] = /^::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? [];
    if (command === undefined) return line.trim() === '' ? [] : [{ kind: 'text', text: line }];
    if (command === 'group') return [{ kind: 'heading', text: unescaped(message) }];
    if (command === 'endgroup') return [{ kind: 'end', text: '' }];
    if (command !== 'notice' && command !== 'warning' && command !== 'error') return [];
    const kind = command;
    return unescaped(message)
      .split('\n')
      .filter((text) => text.trim() !== '')
      .map((text) => ({ kind, text }));
  });
}

/** Without escape sequences and other characters that would steer a terminal. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

function unescaped(message: string): string {
  return message.replace(/%0D/gi, '').replace(/%0A/gi, '\n').replace(/%25/g, '%');
}

/** An annotation, as GitHub shows it beside the run. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** Reads the annotations out of what a step printed. Source: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
export function annotationsIn(stdout: string): readonly Annotation[] {
  return [...stdout.matchAll(/^::(error|warning|notice)(?: ([^\n]*?))?::(.*)$/gm)].map(
    ([, level, properties, message]) => ({
      level: level as Annotation['level'],
      title: propertyOf(properties ?? '', 'title'),
      message: unescapeCommand(message ?? ''),
    }),
  );
}

/** Reads a file of the runner (`GITHUB_OUTPUT`, `GITHUB_STATE`): `name=value`, or `name<<delimiter` and lines up to it. */
export function assignmentsIn(text: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const heredoc = /^([^=]+?)<<(.+)$/.exec(line);
    if (heredoc) {
      const [, name = '', delimiter] = heredoc;
      const end = lines.indexOf(delimiter ?? '', at + 1);
      if (end < 0) throw new Error(`the value of ${name} has no end: the delimiter ${delimiter} never comes`);
      found[name] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else if (line !== '') {
      const split = line.indexOf('=');
      if (split < 1) throw new Error(`the runner would refuse the line ${JSON.stringify(line)}`);
      found[line.slice(0, split)] = line.slice(split + 1);
    }
  }
  return found;
}

function propertyOf(properties: string, name: string): string {
  const [, value = ''] = new RegExp(`(?:^|,)${name}=([^,]*)`).exec(properties) ?? [];
  return unescapeCommand(value.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

function unescapeCommand(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

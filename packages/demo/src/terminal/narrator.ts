import { styleText } from 'node:util';
import { type LogLine, plain } from '../workflow/log-lines.ts';

/** Where a story is told: a stream of a terminal, or any other. */
export interface Stage {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Tells the story while it happens. */
export interface Narrator {
  title(text: string): void;
  /** A heading; everything after belongs to it. */
  chapter(number: number, title: string): void;
  paragraph(text: string): void;
  /** An empty line. */
  gap(): void;
  /** A name and what there is to say about it. */
  fact(name: string, text: string): void;
  /** Shown as it is, such as a piece of a workflow. */
  verbatim(text: string): void;
  /** A line of an action's log, as it comes; and who runs the action, where several do. */
  log(line: LogLine, by?: string): void;
  verdict(held: boolean, text: string): void;
  /** What users see right now: kept on the last line of a terminal, and not shown elsewhere. */
  now(text: string): void;
}

type Style = Parameters<typeof styleText>[0];

const widest = 100;
const indent = '   ';

/** Tells on a stream: colours and a live last line on a terminal, plain lines elsewhere. `NO_COLOR` is respected. */
export function narrator(stage: Stage, env: Readonly<Record<string, string | undefined>>): Narrator {
  const coloured = Boolean(stage.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
  const live = Boolean(stage.isTTY) && env.TERM !== 'dumb';
  const width = Math.max(40, Math.min(widest, stage.columns ?? widest));
  const style = (how: Style, text: string) => (coloured ? styleText(how, text, { validateStream: false }) : text);
  let last = '';

  /** The live line is taken away, and put back below what is said. */
  function say(...lines: string[]): void {
    stage.write(`${last && '\r\u001b[K'}${lines.join('\n')}\n${last}`);
  }

  return {
    title: (text) => say('', ...wrap(text, width).map((line) => style('bold', line))),
    chapter(number, title) {
      say('', style('bold', `${number}. ${plain(title)}`));
    },
    paragraph: (text) => say(...wrap(text, width - indent.length).map((line) => indent + line)),
    gap: () => say(''),
    fact: (name, text) => {
      const [first = '', ...rest] = wrap(text, width - indent.length - 10);
      say(`${indent}${style('dim', name.padEnd(10))}${first}`, ...rest.map((line) => indent + ' '.repeat(10) + line));
    },
    verbatim: (text) =>
      say(
        '',
        ...text
          .trimEnd()
          .split('\n')
          .map((line) => `${indent}  ${style('cyan', plain(line))}`),
        '',
      ),
    log({ kind, text }, by) {
      const how: Record<LogLine['kind'], Style> = {
        heading: 'bold',
        end: 'dim',
        text: 'dim',
        notice: 'blue',
        warning: 'yellow',
        error: 'red',
      };
      const shown = kind === 'heading' ? text : `  ${kind === 'text' ? '' : `${kind}: `}${text}`;
      const margin = by ? `${plain(by)} │` : '│';
      for (const line of wrap(shown, width - indent.length - margin.length - 1))
        say(`${indent}${style('dim', margin)} ${style(how[kind], line)}`);
    },
    verdict(held, text) {
      const [first = '', ...rest] = wrap(text, width - indent.length - 2);
      const sign = held ? style('green', '✓') : style('red', '✗');
      say(`${indent}${sign} ${first}`, ...rest.map((line) => `${indent}  ${line}`));
    },
    now(text) {
      if (!live || (text === '' && last === '')) return;
      last = text && style('dim', `${indent}${text}`.slice(0, width));
      stage.write(`\r\u001b[K${last}`);
    },
  };
}

/** Breaks text into lines at its spaces, keeping what each line is indented by; a word longer than a line stays whole. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const margin = /^ */.exec(line)?.[0] ?? '';
    const lines: string[] = [];
    let current = '';
    for (const word of plain(line).trim().split(/ +/)) {
      if (current && margin.length + current.length + 1 + word.length > width) {
        lines.push(margin + current);
        current = word;
      } else current = current ? `${current} ${word}` : word;
    }
    return [...lines, margin + current];
  });
}

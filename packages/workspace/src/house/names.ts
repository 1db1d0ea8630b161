import type { Tree } from './tree.ts';

/** Words that say nothing about what is inside. */
const empty = new Set(
  ['util', 'helper', 'common', 'manager', 'handler', 'processor', 'info']
    .flatMap((word) => [word, `${word}s`])
    .concat('data'),
);

const wiringLines = 40;

/** Files and folders whose name says nothing, as sentences. */
export function wrongNames(tree: Tree): string[] {
  const names = new Set(
    [...tree.keys()].flatMap((file) => file.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'))),
  );
  return [...names].flatMap((name) => {
    const last = name.split('/').at(-1) ?? '';
    const word = last.split(/[-._]/).find((part) => empty.has(part.toLowerCase()));
    if (!word || isLambdaHandler(name)) return [];
    return [`${name} is called "${word}", which says nothing: name it for what it knows.`];
  });
}

/** A Lambda function's handler is AWS's word, not ours. */
function isLambdaHandler(name: string): boolean {
  const home = /^(examples|packages\/demo|packages\/local-aws\/src\/services\/lambda)\/|\/(fixtures|test|extended)\//;
  return home.test(name) && /(^|\/)handler\.[cm]?[jt]s$/.test(name);
}

/** Files of an action, `main.ts` and `wiring.ts`, that have grown beyond wiring, as sentences. */
export function longWirings(tree: Tree): string[] {
  return [...tree].flatMap(([file, text]) => {
    if (!/^actions\/[^/]+\/src\/(main|wiring)\.ts$/.test(file)) return [];
    const lines = text.trimEnd().split('\n').length;
    return lines > wiringLines ? [`${file} has ${lines} lines: it is wiring, in ${wiringLines} at most.`] : [];
  });
}

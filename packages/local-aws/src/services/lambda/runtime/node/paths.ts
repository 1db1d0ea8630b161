import { pathToFileURL } from 'node:url';

/** A folder of this machine, and what it is called on AWS. */
export type FolderName = readonly [here: string, onAws: string];

/**
 * Names files as a function on AWS sees them: those in its own folders, such as /var/task, those of the runtime as
 * /var/runtime/index.mjs, the SDK's below /var/runtime/node_modules. Where they are on this machine must not show.
 */
export function pathsOnAws(
  folders: readonly FolderName[],
  runtimeFolder: URL,
  packages: string,
): (text: string) => string {
  const runtimeFiles = new RegExp(`${literal(runtimeFolder.href)}[\\w-]+\\.ts`, 'g');
  const pnpm = String.raw`(?:[/\\]\.pnpm[/\\][^/\\]+[/\\]node_modules)?`;
  const packageFiles = new RegExp(`(?:${literal(pathToFileURL(packages).href)}|${literal(packages)})${pnpm}`, 'g');
  const own = folders.flatMap(([here, onAws]): FolderName[] => [
    [pathToFileURL(here).href, `file://${onAws}`],
    [here, onAws],
  ]);
  return (text) =>
    own
      .reduce((named, [here, onAws]) => named.replaceAll(here, onAws), text)
      .replaceAll(packageFiles, '/var/runtime/node_modules')
      .replaceAll(runtimeFiles, 'file:///var/runtime/index.mjs');
}

function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Traces as V8 writes them, wherever the function reads or prints them, but with its paths on AWS. */
export function traceOnAws(
  named: (text: string) => string,
): (error: Error, frames: readonly NodeJS.CallSite[]) => string {
  return (error, frames) => named([headline(error), ...frames.map((frame) => `    at ${frame}`)].join('\n'));
}

/** What V8 puts above the frames, even where a `toString` of its own throws. */
function headline(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return '<error>';
  }
}

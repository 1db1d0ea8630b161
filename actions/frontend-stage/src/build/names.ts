import { prefixOf, RELEASE_FILE } from '@actions-aws/site';
import type { Problem } from './refusal.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html: "up to 1,024 bytes long in UTF-8". */
const LONGEST_KEY = 1024;

const ROOM = LONGEST_KEY - prefixOf('0'.repeat(16)).length;

/**
 * What would become another name on the way: to a browser, which takes a backslash for a slash; to S3, whose listings are XML, which
 * has no control characters; on a disk that is blind to case. All other names are ordinary, and go up as they are: builders write
 * `$ ! @ ( ) [ ] +`, spaces and `%23`.
 */
export function wrongNames(paths: readonly string[]): readonly Problem[] {
  return [...paths.flatMap((path) => wrongName(path) ?? []), ...clashes(paths)];
}

// XML 1.0 has none of these: https://www.w3.org/TR/xml/#charsets
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant.
const NOT_IN_XML = /[\u0000-\u001f\u007f\ufffe\uffff]/;

function wrongName(path: string): Problem | undefined {
  if (path.includes('\\'))
    return { path, what: 'has a backslash in its name, for which browsers ask as a slash', remedy: 'Rename the file.' };
  if (NOT_IN_XML.test(path))
    return { path, what: 'has a control character in its name, which S3 cannot list', remedy: 'Rename the file.' };
  const size = Buffer.byteLength(path);
  if (size > ROOM)
    return {
      path,
      what: `has a name of ${size} bytes, where S3 takes ${ROOM}`,
      remedy: 'Shorten the name, or the folders.',
    };
  return undefined;
}

/** Names that are one on a disk which is blind to case, as those of Windows and macOS are: a build there has lost one of them. */
function clashes(paths: readonly string[]): readonly Problem[] {
  const release = folded(RELEASE_FILE);
  const files = new Map<string, string>();
  const problems: Problem[] = [];
  for (const path of paths) {
    const key = folded(path);
    const other = files.get(key);
    if (key === release)
      problems.push({
        path,
        what: 'has the name of the file by which a release says its id',
        remedy: `Leave \`${RELEASE_FILE}\` out of the build: this action writes it.`,
      });
    else if (other !== undefined)
      problems.push({
        path,
        what: `has the same name as ${other} but for the case, or for how its letters are composed`,
        remedy: 'Rename one of the two: built on a disk that is blind to case, one of them would be lost.',
      });
    else files.set(key, path);
  }
  for (const path of paths) {
    const folder = foldersOf(path).find((one) => files.has(folded(one)));
    if (folder === undefined) continue;
    problems.push({
      path,
      what: `is in a folder whose name is that of the file ${files.get(folded(folder))} but for the case`,
      remedy: 'Rename one of the two: built on a disk that is blind to case, one of them would be lost.',
    });
  }
  return problems;
}

function folded(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

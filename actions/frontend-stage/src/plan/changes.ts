import { isServedAlike, type Manifest, type ReleaseFile } from '@actions-aws/site';

/** What is different between two releases, by paths. */
export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  readonly same: number;
  /** Whether each difference is one of bytes and names alone, to the same length: so it is where a build names itself anew. */
  readonly onlyIds: boolean;
}

/** Compares a release with the one before. What is carried is of other releases, and no difference. */
export function changesBetween(before: Manifest, after: Manifest): Changes {
  const old = new Map(before.files.map((file) => [file.path, file]));
  const fresh = new Map(after.files.map((file) => [file.path, file]));
  const added = after.files.filter(({ path }) => !old.has(path));
  const removed = before.files.filter(({ path }) => !fresh.has(path));
  const both = after.files.flatMap((file): [ReleaseFile, ReleaseFile][] => {
    const was = old.get(file.path);
    return was ? [[was, file]] : [];
  });
  const changed = both.filter(([was, is]) => !isServedAlike(was, is));
  return {
    added: added.map(({ path }) => path),
    removed: removed.map(({ path }) => path),
    changed: changed.map(([, { path }]) => path),
    same: both.length - changed.length,
    onlyIds:
      changed.length + added.length > 0 &&
      changed.every(([was, is]) => was.size === is.size) &&
      sizes(added) === sizes(removed),
  };
}

function sizes(files: readonly ReleaseFile[]): string {
  return files
    .map(({ path, size }) => `${size} ${path.length} ${path.split('/').length}`)
    .sort()
    .join();
}

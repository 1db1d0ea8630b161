import {
  type CarriedFile,
  FILE_HEADERS,
  type FileHeaders,
  type Manifest,
  manifestOf,
  type ReleaseFile,
} from './manifest.ts';
import { isReleaseId, RELEASE_FILE } from './names.ts';

/** The text of a manifest, as its object has it. A file is a line, so that two of them can be compared by any tool. */
export function writeManifest({ format, id, files, carried, shared }: Manifest): string {
  const head = `{"format":${format},"id":${JSON.stringify(id)}${shared ? `,"shared":${JSON.stringify(shared)}` : ''}`;
  return `${head},"files":${list(files)},"carried":${list(carried)}}\n`;
}

function list(files: readonly (ReleaseFile | CarriedFile)[]): string {
  return files.length === 0 ? '[]' : `[\n${files.map((file) => JSON.stringify(inOrder(file))).join(',\n')}\n]`;
}

function inOrder(file: ReleaseFile | CarriedFile): object {
  const { path, sha256, size, headers, hashed } = file;
  const given = Object.fromEntries(FILE_HEADERS.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));
  return { path, sha256, size, headers: given, hashed, ...('from' in file && { from: file.from }) };
}

/** Why a text is no manifest, as a clause: `is not JSON`. */
export interface Unreadable {
  readonly unreadable: string;
}

/**
 * Reads a manifest. It is believed only as a whole: the form, every file, and that its id is the hash of its files, so that a
 * manifest which was cut, edited or put under another name is none.
 */
export function readManifest(text: string, id: string): Manifest | Unreadable {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return unreadable('is not JSON');
  }
  if (!isRecord(read)) return unreadable('is not an object');
  if (read.format !== 1) {
    return unreadable(`has the format ${JSON.stringify(read.format)}, which this version of the action does not know`);
  }
  const { files, carried, shared = [] } = read;
  if (!Array.isArray(files) || !files.every(isFile)) return unreadable('has files that are none');
  if (!Array.isArray(carried) || !carried.every(isCarried)) return unreadable('carries files that are none');
  if (!Array.isArray(shared) || !shared.every((one) => typeof one === 'string' && one !== ''))
    return unreadable('shares by patterns that are none');
  const manifest = manifestOf(files, shared);
  if (read.id !== id || manifest.id !== id) return unreadable('is not that of the files which it names');
  return { ...manifest, carried };
}

function unreadable(why: string): Unreadable {
  return { unreadable: why };
}

function isCarried(value: unknown): value is CarriedFile {
  return isFile(value) && isReleaseId(String((value as Partial<CarriedFile>).from));
}

function isFile(value: unknown): value is ReleaseFile {
  if (!isRecord(value)) return false;
  const { path, sha256, size, headers, hashed } = value;
  return (
    typeof path === 'string' &&
    path !== '' &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    Number.isSafeInteger(size) &&
    (size as number) >= 0 &&
    typeof hashed === 'boolean' &&
    areHeaders(headers)
  );
}

function areHeaders(value: unknown): value is FileHeaders {
  if (!isRecord(value)) return false;
  const known = Object.entries(value).every(
    ([name, text]) => FILE_HEADERS.some((one) => one === name) && typeof text === 'string',
  );
  return known && typeof value['content-type'] === 'string' && typeof value['cache-control'] === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The file by which a release says its id, at {@link RELEASE_FILE}: never kept by an edge or a browser, so that it tells what is so now. */
export function releaseFileOf(id: string): {
  readonly path: string;
  readonly text: string;
  readonly headers: FileHeaders;
} {
  const headers: FileHeaders = { 'content-type': 'application/json', 'cache-control': 'no-cache' };
  return { path: RELEASE_FILE, text: `${JSON.stringify({ release: id })}\n`, headers };
}

import { unzipSync } from 'fflate';
import { invalidParameter } from '../errors.ts';

/** 250 MB, of all files together (Lambda quotas). */
const unzippedLimit = 262_144_000;

/** The files of a deployment package by path; directories are left out. Throws AWS's refusals of packages it cannot use. */
export function unpack(zip: Uint8Array): Map<string, Uint8Array> {
  let size = 0;
  let files: Record<string, Uint8Array>;
  try {
    unzipSync(zip, {
      filter(file) {
        size += file.originalSize;
        return false;
      },
    });
    // Sizes are checked before anything is inflated, so that a zip bomb costs nothing.
    files = size < unzippedLimit ? unzipSync(zip) : {};
  } catch {
    throw unreadable();
  }
  if (size >= unzippedLimit) {
    throw invalidParameter(`Unzipped size must be smaller than ${unzippedLimit} bytes`);
  }
  const found = Object.entries(files).filter(([path]) => !path.endsWith('/'));
  if (found.length === 0) {
    // CodeCommit and SAM users report this wording for empty archives (aws/aws-sam-cli#2297).
    throw invalidParameter('Uploaded file must be a non-empty zip');
  }
  if (found.some(([path]) => escapes(path))) {
    throw unreadable();
  }
  return new Map(found);
}

function unreadable(): Error {
  return invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');
}

/** Whether a path would be written outside the directory that the archive is unpacked into. */
function escapes(path: string): boolean {
  return /^([/\\]|[a-zA-Z]:)/.test(path) || path.split(/[/\\]/).includes('..');
}

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { type BuiltImage, buildImage, type Files } from '@actions-aws/testing/images';

/** Where Lambda's images have the code of functions. */
const taskRoot = '/var/task';

/** An image, and the release that its sources say. */
export interface ServiceImage {
  readonly release: string;
  readonly image: BuiltImage;
}

/**
 * Builds the image of a checkout, as a Dockerfile would have it: a layer for the functions in Node, and one for those in Python,
 * with what these share with the others. Layers of a system and of languages are left out: the local cloud takes the machine's.
 *
 * @param labels `name=value` on a line each, as the output of image-tag has them.
 */
export async function imageOf(checkout: string, labels: string): Promise<ServiceImage> {
  const { stdout: shared } = await promisify(execFile)(process.execPath, [path.join(checkout, 'python/shared.mjs')]);
  const node = await filesOf(path.join(checkout, 'src'), '.mjs');
  const python = { ...(await filesOf(path.join(checkout, 'python'), '.py')), [inTaskRoot('shared.json')]: shared };
  const Labels = Object.fromEntries(labels.split('\n').map((line) => splitAt(line, line.indexOf('='))));
  return {
    release: String((JSON.parse(shared) as { readonly release: number }).release),
    image: buildImage({ layers: [python, node], config: { WorkingDir: taskRoot, Labels } }),
  };
}

/** The files of a folder with an extension, where they are in the image. */
async function filesOf(folder: string, extension: string): Promise<Files> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(extension)).sort();
  const files = names.map(async (name) => [inTaskRoot(name), await readFile(path.join(folder, name))] as const);
  return Object.fromEntries(await Promise.all(files));
}

/** A path of a layer, which has no slash in front. */
function inTaskRoot(name: string): string {
  return `${taskRoot}/${name}`.slice(1);
}

function splitAt(text: string, at: number): readonly [string, string] {
  return [text.slice(0, at), text.slice(at + 1)];
}

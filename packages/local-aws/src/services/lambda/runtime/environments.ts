import type { AwsError } from '../../../kernel/errors.ts';
import { archiveOf } from '../layers/of-functions.ts';
import type { LambdaPlace } from '../place.ts';
import type { LambdaPorts } from '../ports.ts';
import type { Execution } from './execution.ts';
import { imageBuild } from './images/image-build.ts';
import { imageRoots } from './images/image-roots.ts';
import type { Instance, StartInstance } from './instance.ts';
import { assertRelative } from './layer-variables.ts';
import type { FolderName } from './node/paths.ts';
import { startRepeated } from './process/repeated-init.ts';
import { pythonProcess } from './python/python-process.ts';
import { taskRoots } from './task-roots.ts';
import { type CodeFolders, managedVariables } from './variables.ts';

/** Starts execution environments, each of the kind that its function needs. */
export interface Environments {
  start(place: LambdaPlace, execution: Execution, logStream: string): Instance;
  /** Removes what was unpacked. */
  remove(): void;
}

/** `missingPackage` is what a package that has gone missing is answered with; `startNode` runs Node zips. */
export function environments(
  readBlob: LambdaPorts['readBlob'],
  missingPackage: (codeSha256: string) => AwsError,
  startNode: StartInstance,
): Environments {
  const roots = taskRoots();
  const images = imageRoots(readBlob);

  function startZip(place: LambdaPlace, execution: Execution, folders: CodeFolders, logStream: string): Instance {
    const { Handler: handler = '', Runtime = '', Timeout, MemorySize } = execution.deployment.settings;
    const { taskRoot, opt } = folders;
    const names: FolderName[] = [[taskRoot, '/var/task'], ...(opt === undefined ? [] : [[opt, '/opt'] as const])];
    let environment: Record<string, string>;
    try {
      assertRelative(handler);
      environment = managedVariables(place, execution, folders, logStream);
    } catch (error) {
      return startRepeated(() => Promise.reject(error), place.clock, Timeout * 1000);
    }
    if (Runtime.startsWith('python')) {
      const startup = { handler, taskRoot, path: [], names, framed: true };
      const build = { workingDirectory: taskRoot, environment };
      return startRepeated((tag) => pythonProcess({ ...startup, tag }, build, Runtime), place.clock, Timeout * 1000);
    }
    const runtimeMajor = Number(/^nodejs(\d+)/.exec(Runtime)?.[1] ?? 0);
    return startNode({ taskRoot, names, handler, runtimeMajor, memoryMegabytes: MemorySize, environment }, place.clock);
  }

  return {
    start(place, execution, logStream) {
      const { settings } = execution.deployment;
      const { Image: image } = settings;
      if (image !== undefined) {
        const run = { place, execution, logStream, image };
        return startRepeated((tag) => imageBuild(run, readBlob, images, tag), place.clock, settings.Timeout * 1000);
      }
      const zip = place.state.packages.get(settings.CodeSha256);
      if (zip === undefined) throw missingPackage(settings.CodeSha256);
      const taskRoot = roots.code({ codeSha256: settings.CodeSha256, zip });
      const layers = (settings.Layers ?? []).flatMap(({ Arn = '' }) => archiveOf(place, Arn) ?? []);
      const opt = layers.length === 0 ? undefined : roots.layers(layers);
      return startZip(place, execution, { taskRoot, opt }, logStream);
    },
    remove() {
      roots.remove();
      images.remove();
    },
  };
}

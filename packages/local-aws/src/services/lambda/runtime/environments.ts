import type { AwsError } from '../../../kernel/errors.ts';
import type { LambdaPlace } from '../place.ts';
import type { LambdaPorts } from '../ports.ts';
import type { Execution } from './execution.ts';
import { imageBuild } from './images/image-build.ts';
import { imageRoots } from './images/image-roots.ts';
import type { Instance, StartInstance } from './instance.ts';
import { startRepeated } from './process/repeated-init.ts';
import { pythonProcess } from './python/python-process.ts';
import { taskRoots } from './task-roots.ts';
import { managedVariables } from './variables.ts';

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
      const taskRoot = roots.of(settings.CodeSha256, zip);
      const environment = managedVariables(place, execution, taskRoot, logStream);
      const { Handler: handler = '', Runtime = '' } = settings;
      if (Runtime.startsWith('python')) {
        const startup = { handler, taskRoot, path: [], names: [], framed: true };
        const build = { workingDirectory: taskRoot, environment };
        return startRepeated(
          (tag) => pythonProcess({ ...startup, tag }, build, Runtime),
          place.clock,
          settings.Timeout * 1000,
        );
      }
      const runtimeMajor = Number(/^nodejs(\d+)/.exec(Runtime)?.[1] ?? 0);
      const memoryMegabytes = settings.MemorySize;
      return startNode({ taskRoot, handler, runtimeMajor, memoryMegabytes, environment }, place.clock);
    },
    remove() {
      roots.remove();
      images.remove();
    },
  };
}

import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { LambdaPlace } from '../../place.ts';
import type { LambdaPorts } from '../../ports.ts';
import type { FunctionImage } from '../../state.ts';
import type { Execution } from '../execution.ts';
import { nodeProcess } from '../node/node-process.ts';
import type { ProcessBuild } from '../process/launch.ts';
import { pythonProcess } from '../python/python-process.ts';
import { defaultVariables, variables } from '../variables.ts';
import { type Client, clientOf, refused } from './entry-point.ts';
import { type RunConfig, runConfig } from './image-config.ts';
import { languageOf, nodeMajorOf, pythonPath, pythonVersionOf } from './image-files.ts';
import type { ImageRoots } from './image-roots.ts';
import { inRoot } from './image-variables.ts';

/** A process with the code of an image, run by this machine's Node or Python. */
export async function imageBuild(
  { place, execution, logStream, image }: ImageRun,
  readBlob: LambdaPorts['readBlob'],
  roots: ImageRoots,
  tag: string,
): Promise<ProcessBuild> {
  const { settings } = execution.deployment;
  const config = runConfig(readBlob(image.config.digest), settings.ImageConfigResponse?.ImageConfig);
  assertArchitecture(config, settings.Architectures);
  const client = clientOf(config);
  const root = await roots.of(image);
  const workingDirectory = folderOf(root, config);
  const taskRoot = path.join(root, config.variables.LAMBDA_TASK_ROOT ?? '/var/task');
  // AWS's base images import from the task root, its clients from the working directory.
  const codeFolder = client.kind === 'base' ? taskRoot : workingDirectory;
  const language = client.kind === 'base' ? languageOf(root, taskRoot, client.handler) : client.kind;
  if (typeof language === 'object') throw refused(config, language.reason);
  const environment = {
    ...defaultVariables,
    ...inRoot(root, { ...config.variables, ...settings.Environment?.Variables }),
    ...variables(place, execution, logStream),
    LAMBDA_TASK_ROOT: taskRoot,
    ...(client.kind === 'base' ? baseVariables(root, language, client) : {}),
  };
  const { handler } = client;
  const shared = { handler, taskRoot: codeFolder, names: [[root, '']], tag } as const;
  const build = { workingDirectory, environment };
  if (language === 'python')
    return pythonProcess({ ...shared, path: pythonPath(root), framed: false }, build, 'Python images');
  const runtimeMajor = nodeMajorOf(root) ?? (Number.parseInt(config.variables.NODE_VERSION ?? '', 10) || undefined);
  return nodeProcess({ ...shared, runtimeMajor, bringsSdk: client.kind === 'base' }, build);
}

/** An image that a function is about to run. */
export interface ImageRun {
  readonly place: LambdaPlace;
  readonly execution: Execution;
  readonly logStream: string;
  readonly image: FunctionImage;
}

/**
 * Lambda takes an image of another architecture than the function's, which then cannot begin
 * (aws-samples/bedrock-access-gateway#32). This machine's own architecture does not matter: what is run is its own Node or Python.
 */
function assertArchitecture(config: RunConfig, wanted: readonly string[] = ['x86_64']): void {
  const { architecture, entryPoint } = config;
  const named = architecture === 'amd64' ? 'x86_64' : architecture;
  if (named !== undefined && !wanted.includes(named))
    throw refused(config, `fork/exec ${entryPoint[0] ?? ''}: exec format error`);
}

/** The words are those of Lambda's emulator (aws/aws-lambda-runtime-interface-emulator, rie/simple_bootstrap.go). */
function folderOf(root: string, config: RunConfig): string {
  const { workingDirectory } = config;
  const invalid = (reason: string) => refused(config, reason, 'Runtime.InvalidWorkingDir');
  if (!workingDirectory.startsWith('/')) {
    throw invalid(`the working directory '${workingDirectory}' is invalid, it needs to be an absolute path`);
  }
  const folder = path.join(root, workingDirectory);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw invalid(`the working directory doesn't exist: ${workingDirectory}`);
  }
  return folder;
}

/** What the scripts of AWS's base images set. */
function baseVariables(root: string, language: 'node' | 'python', { handler }: Client): Record<string, string> {
  const version = language === 'python' ? pythonVersionOf(root) : nodeMajorOf(root) && `${nodeMajorOf(root)}.x`;
  const name = language === 'python' ? 'python' : 'nodejs';
  return { _HANDLER: handler, ...(version ? { AWS_EXECUTION_ENV: `AWS_Lambda_${name}${version}` } : {}) };
}

import { LaunchError } from '../process/launch-error.ts';

/** How an image is started, after what ImageConfig overrides. */
export interface ImageCommand {
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDirectory: string;
}

/** Which client of the Runtime API an image starts, and with which handler. */
export interface Client {
  /** `base`: that of an image of AWS, whose language is told by what is in it. */
  readonly kind: 'base' | 'python' | 'node';
  readonly handler: string;
}

/**
 * The client that an image's command names; ours takes its place, as no program of the image runs here: AWS's base images have
 * an entry point of their own, and others AWS's clients (https://docs.aws.amazon.com/lambda/latest/dg/images-create.html).
 * Throws as Lambda would where a program cannot be started.
 */
export function clientOf(image: ImageCommand): Client {
  const command = [...image.entryPoint, ...image.command];
  const client = baseImage(command) ?? python(command) ?? node(command);
  if (client === undefined) {
    const [program = ''] = command;
    throw refused(
      image,
      `fork/exec ${program}: the local cloud has no container engine and runs no program of an image: of its entry points it knows /lambda-entrypoint.sh HANDLER, python -m awslambdaric HANDLER and npx aws-lambda-ric HANDLER, not ${JSON.stringify(command)}`,
    );
  }
  if (client.handler.startsWith('/')) {
    throw refused(
      image,
      `fork/exec ${command[0]}: the handler ${client.handler} is an absolute path of the image, which on this machine is elsewhere: name it relative to the working directory`,
    );
  }
  return client;
}

function baseImage([program, handler]: readonly string[]): Client | undefined {
  if (program !== '/lambda-entrypoint.sh') return undefined;
  // What the script does without one (rust-serverless/lambda-rust#25).
  if (handler === undefined) throw new LaunchError('Runtime exited with error: exit status 142', 'Runtime.ExitError');
  return { kind: 'base', handler };
}

function python([program = '', ...rest]: readonly string[]): Client | undefined {
  if (!/^(.*\/)?python(3(\.\d+)?)?$/.test(program)) return undefined;
  const [option, module, handler] = rest.filter((each) => !/^-[BEIOSsuv]+$/.test(each));
  return option === '-m' && module === 'awslambdaric' ? named('python', handler) : undefined;
}

function node(command: readonly string[]): Client | undefined {
  const [program = '', ...rest] = command;
  if (/^(.*\/)?npx$/.test(program)) return node(rest.filter((each) => !/^(-y|--yes|--no|--offline)$/.test(each)));
  if (/^(.*\/)?node$/.test(program)) return node(rest);
  return /(^|\/)aws-lambda-ric$|\/aws-lambda-ric\/bin\/index\.m?js$/.test(program) ? named('node', rest[0]) : undefined;
}

/** AWS's clients end with an error where they are given no handler. */
function named(kind: Client['kind'], handler: string | undefined): Client {
  if (handler === undefined) throw new LaunchError('Runtime exited with error: exit status 1', 'Runtime.ExitError');
  return { kind, handler };
}

/** With the entry of the log that Lambda writes (aws/aws-lambda-base-images#34). */
export function refused(
  { entryPoint, command, workingDirectory }: ImageCommand,
  reason: string,
  errorType = 'Runtime.InvalidEntrypoint',
): LaunchError {
  const where = `Entrypoint: [${entryPoint.join(',')}]\tCmd: [${command.join(',')}]\tWorkingDir: [${workingDirectory}]`;
  return new LaunchError(reason, errorType, `IMAGE\tLaunch error: ${reason}\t${where}\n`);
}

import { createHash } from 'node:crypto';
import { type LocalAws, startLocalAws } from '@actions-aws/local-aws';
import {
  CreateFunctionCommand,
  GetAliasCommand,
  InvokeCommand,
  LambdaClient,
  type LambdaClientConfig,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';
import { inProcess } from '../simulation/in-process.ts';

/** A local cloud with one function, made as infrastructure code would make it; its code answers as version `v0`. */
export interface LambdaWorld {
  readonly cloud: LocalAws;
  readonly functionName: string;
  /** How clients of this world are built, in its region and with its credentials. */
  readonly settings: LambdaClientConfig;
  /** Does what people and infrastructure code do; not in the name of any action. */
  readonly lambda: LambdaClient;
  /** Makes another function like the first, and resolves when it can run. */
  make(functionName: string): Promise<void>;
  /** The alias as AWS has it; `undefined` where there is none. */
  alias(name?: string, functionName?: string): Promise<SeenAlias | undefined>;
  /** What a user gets, and from which version. */
  use(
    qualifier?: string,
    functionName?: string,
  ): Promise<{ readonly body: string; readonly version: string | undefined }>;
  /** Names of the operations that wrote something, in order. */
  writes(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** An alias, as far as tests compare it. */
export interface SeenAlias {
  readonly version: string | undefined;
  readonly description: string;
  readonly weights: Readonly<Record<string, number>>;
}

/** The code of a function, zipped. */
export interface Zipped {
  readonly bytes: Uint8Array;
  /** Base64, as Lambda writes it. */
  readonly codeSha256: string;
}

/** The same, and what is in it as `index.js`. */
export interface Written extends Zipped {
  readonly source: string;
}

/**
 * Code that answers a request with its version; `broken` answers 503, always or only to those who come through the alias
 * `live`, as a permission that only users lack would have it; or fails on every path but that of a health check.
 */
export function codeOf(
  version: string,
  { broken }: { readonly broken?: 'always' | 'behind-alias' | 'but-healthy' } = {},
): Written {
  const source = `
    exports.handler = async (event, context) => {
      const behindAlias = context.invokedFunctionArn.endsWith(':live');
      const broken = ${broken === 'always'} || (${broken === 'behind-alias'} && behindAlias);
      if (broken) console.log('the index is missing');
      if (${broken === 'but-healthy'} && event.rawPath !== '/api/v1/health') throw new Error('the index is missing');
      return { statusCode: broken ? 503 : 200, body: JSON.stringify({ version: '${version}', path: event.rawPath }) };
    };`;
  // The zip format stores local time, without a zone.
  const bytes = zipSync({ 'index.js': [Buffer.from(source), { mtime: new Date(1980, 0, 1) }] });
  return { source, bytes, codeSha256: createHash('sha256').update(bytes).digest('base64') };
}

/** Longer than it takes to make a function, on a clock that is stepped. */
const MADE_WITHIN_MS = 60_000;

/**
 * Starts such a world; its clock runs `scale` times faster than the machine's. Where that is 0 it stands still, everything
 * is in this process, and thousands of runs are affordable.
 */
export async function lambdaWorld({ scale = 100 }: { readonly scale?: number } = {}): Promise<LambdaWorld> {
  const cloud = await startLocalAws({ clock: { scale }, functions: scale === 0 ? 'in-thread' : 'in-workers' });
  // A change of an alias reaches all users at once, but in the trials that are about that.
  await cloud.control.call('lambda.pace', { alias: 0 }, { region: 'eu-west-1' });
  const first = 'search-api';
  const settings: LambdaClientConfig = {
    endpoint: cloud.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAPEOPLE', secretAccessKey: 'secret' },
    ...(scale === 0 && { requestHandler: inProcess(cloud) }),
  };
  const lambda = new LambdaClient(settings);
  const once = new LambdaClient({ ...settings, maxAttempts: 1 });
  const make: LambdaWorld['make'] = async (name) => {
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: `arn:aws:iam::123456789012:role/${name}`,
        // Of local time, which runs many times faster than a busy machine may start a worker.
        Timeout: 30,
        Code: { ZipFile: codeOf('v0').bytes },
      }),
    );
    if (scale === 0) await cloud.clock.advance(MADE_WITHIN_MS);
    const looks = { client: lambda, maxWaitTime: 30, minDelay: 0.01, maxDelay: 0.05 };
    await waitUntilFunctionActiveV2(looks, { FunctionName: name });
  };
  await make(first);

  return {
    cloud,
    functionName: first,
    settings,
    lambda,
    make,

    async alias(name = 'live', functionName = first) {
      try {
        const found = await lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: name }));
        return {
          version: found.FunctionVersion,
          description: found.Description ?? '',
          weights: found.RoutingConfig?.AdditionalVersionWeights ?? {},
        };
      } catch (error) {
        if ((error as Error).name === 'ResourceNotFoundException') return undefined;
        throw error;
      }
    },

    async use(qualifier = 'live', functionName = first) {
      const Payload = Buffer.from(JSON.stringify({ rawPath: '/' }));
      const answer = await once.send(new InvokeCommand({ FunctionName: functionName, Qualifier: qualifier, Payload }));
      return { body: Buffer.from(answer.Payload ?? []).toString(), version: answer.ExecutedVersion };
    },

    async writes() {
      const writing = /^(Create|Update|Delete|Publish|Put|Add|Remove)/;
      const journal = await cloud.control.journal();
      return journal.map(({ operation }) => operation).filter((name) => writing.test(name));
    },

    async stop() {
      lambda.destroy();
      once.destroy();
      await cloud.stop();
    },
  };
}

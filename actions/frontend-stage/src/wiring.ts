import { exchangeBy, type Stream, streamOver } from '@actions-aws/action/http';
import { type Connect, clientSettings, connectAs } from '@actions-aws/aws';
import { readDeployer } from '@actions-aws/promotion';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { S3Client } from '@aws-sdk/client-s3';
import { readBuild } from './build/build.ts';
import type { FrontendStage } from './inputs/inputs.ts';
import { buildWanted } from './inputs/resolve.ts';
import type { Desired } from './plan/state.ts';
import { portsOver } from './ports.ts';
import { report } from './report/report.ts';
import { stage } from './stage.ts';
import { ACTION } from './steps/pointer.ts';
import { UPLOADS_AT_ONCE } from './steps/upload.ts';

/** Stages, over clients that `connect` builds and a `stream` that asks the sites; `read` is told how many files the build has. */
export async function main(
  run: FrontendStage,
  connect: Connect = connectAs(ACTION, run.env, { sockets: UPLOADS_AT_ONCE }),
  stream: Stream = streamOver(run.env),
  read: (files: number) => void = () => {},
): Promise<void> {
  const { inputs, env, clock, log, signal } = run;
  const deadline = clock.now() + inputs.timeout;
  const { region } = clientSettings(env, { action: ACTION });
  const build = await log.group('Read', () => readBuild(buildWanted(inputs), signal));
  read(build.manifest.files.length);
  const { bucket, testDistribution: test, appDistribution: app, allowOlder } = inputs;
  const desired: Desired = { bucket, test, app, build: build.manifest, allowOlder, deployer: readDeployer(env) };
  const store = connect(CloudFrontKeyValueStoreClient);
  const clients = { cloudfront: connect(CloudFrontClient), store, s3: connect(S3Client) };
  const means = { ...clients, exchange: exchangeBy(stream), region, testHeaders: inputs.headers ?? {} };
  const ports = portsOver(means, { ...desired, pointer: inputs.pointer }, clock, {
    until: deadline,
    signal,
    tell: (line) => log.info(line),
  });
  report(await stage(desired, build.sources, inputs, { ports, log, clock, signal, budget: { deadline } }), build, run);
}

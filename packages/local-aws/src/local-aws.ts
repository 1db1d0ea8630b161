import { ecsPorts } from './ecs-ports.ts';
import type { Clock } from './kernel/clock.ts';
import { type Control, control } from './kernel/control.ts';
import { answerControl } from './kernel/control-http.ts';
import { type Credentials, credentials } from './kernel/credentials.ts';
import { answerDownload } from './kernel/downloads.ts';
import { earlier } from './kernel/earlier.ts';
import { exchange } from './kernel/exchange.ts';
import { faults } from './kernel/faults.ts';
import { gate } from './kernel/gate.ts';
import { identifiers } from './kernel/identifiers.ts';
import { journal } from './kernel/journal.ts';
import type { Kernel } from './kernel/kernel.ts';
import { type Places, places, type Where } from './kernel/places.ts';
import { preceded } from './kernel/preceded.ts';
import { quotas } from './kernel/quotas.ts';
import { scheduler } from './kernel/scheduler.ts';
import { listen } from './kernel/server.ts';
import type { Call, Place, Viewed, Viewing } from './kernel/service.ts';
import { snapshots } from './kernel/snapshots.ts';
import { type Ending, gone } from './kernel/stops.ts';
import { temporaryFolder } from './kernel/temporary-folder.ts';
import { type ClockOptions, type Timeline, timeline } from './kernel/timeline.ts';
import type { Answer } from './kernel/wire/answer.ts';
import { arrivalOf, type Sent } from './kernel/wire/arrival.ts';
import { readPart } from './kernel/wire/file-part.ts';
import { type HostedService, modelOf } from './kernel/wire/model.ts';
import { cloudfront } from './services/cloudfront/cloudfront.ts';
import { keyValueStore, makeStore } from './services/cloudfront-keyvaluestore/key-value-store.ts';
import type { KeyValueState } from './services/cloudfront-keyvaluestore/state.ts';
import { cloudwatch } from './services/cloudwatch/cloudwatch.ts';
import { recordInvocation } from './services/cloudwatch/lambda-metrics.ts';
import { recordMeasured } from './services/cloudwatch/load-balancer-metrics.ts';
import { letLambdaPull } from './services/ecr/access/access.ts';
import { ecr } from './services/ecr/ecr.ts';
import { imageForLambda, lambdaMayPull } from './services/ecr/images/for-lambda.ts';
import { blobs } from './services/ecr/layers/blobs.ts';
import { layerLinks, registry } from './services/ecr/registry/registry.ts';
import { ecs } from './services/ecs/ecs.ts';
import { settle as settleServices } from './services/ecs/engine/settle.ts';
import { askTask } from './services/ecs/tasks/ask.ts';
import { elasticLoadBalancing } from './services/elasticloadbalancing/elasticloadbalancing.ts';
import { settle as settleTargets } from './services/elasticloadbalancing/groups/settle.ts';
import type { LoadBalancingPorts } from './services/elasticloadbalancing/ports.ts';
import { lambda, lookAtFunctions, type RunsFunctions } from './services/lambda/lambda.ts';
import type { LambdaPorts } from './services/lambda/ports.ts';
import { logs } from './services/logs/logs.ts';
import { writeLog } from './services/logs/write.ts';
import { readForService } from './services/s3/policy/read-for-service.ts';
import { readObject, s3 } from './services/s3/s3.ts';
import type { S3State } from './services/s3/state.ts';
import { sts } from './services/sts/sts.ts';

/** How the local cloud is started. */
export interface LocalAwsOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly clock?: ClockOptions;
  /** How many requests the journal keeps; 100,000 unless given. */
  readonly journalCapacity?: number;
  /** The same seed gives the same ids. */
  readonly seed?: number;
  /** `in-workers` unless given; `in-thread` starts functions faster, and neither shields nor bears much. */
  readonly functions?: RunsFunctions;
  /** Instead of the services of this package; for tests of the kernel. */
  readonly services?: readonly HostedService[];
}

/** A running local cloud. */
export interface LocalAws {
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly control: Control;
  readonly clock: Pick<Timeline, keyof Clock | 'advance' | 'due'>;
  /**
   * Answers a request of a client in this process, or says how it ends without an answer: for a test that must know that
   * nothing is under way between the two. `signal` aborts when the client has gone away; `silent` is called when nothing
   * will come until it does.
   */
  exchange(sent: Sent, signal?: AbortSignal, silent?: () => void): Promise<Answer | Ending>;
  /**
   * Answers a viewer of a site, or a user of a load balancer, by its name, in this process and in no time. Over HTTP,
   * `cloudfront.edges` and `elasticloadbalancing.listeners` of the control API say where. Throws where nothing has the name.
   */
  visit(viewing: Viewing): Viewed;
  /** Ends everything; nothing keeps the process alive after. */
  stop(): Promise<void>;
}

/** Starts an AWS on this machine, bound to 127.0.0.1. Rejects when the port is taken. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const clock = timeline(options.clock);
  let endpoint = '';
  const ids = identifiers(options.seed ?? 1);
  const known = credentials();
  const services = options.services ?? allServices({ known, everywhere: () => kernel.places, runs: options.functions });
  const noted = journal(options.journalCapacity ?? 100_000);
  const kernel: Kernel = {
    models: services.map(modelOf),
    places: places(clock, ids, () => endpoint),
    clock,
    requestIds: identifiers((options.seed ?? 1) + 1_000_003),
    journal: noted,
    credentials: known,
    quotas: quotas(),
    faults: faults(clock.now, noted),
    earlier: earlier(),
    held: gate('held'),
    scheduler: scheduler(),
    latency: 0,
  };
  const past = snapshots(kernel, ids, () => listening.disconnect());
  const steering = control(kernel, past);
  const bodies = temporaryFolder('bodies');
  const listening = await listen(
    {
      exchange: (arrival, signal) => exchange(kernel, arrival, signal),
      control: (path, body) => answerControl(steering, path, body),
      download: (url) => answerDownload(kernel, url),
    },
    options.port ?? 0,
    bodies,
  );
  endpoint = `http://127.0.0.1:${listening.port}`;
  return {
    endpoint,
    control: steering,
    clock,
    async exchange(sent, signal = new AbortController().signal, silent = () => {}) {
      const answer = await exchange(kernel, arrivalOf(sent), signal, silent);
      if (typeof answer === 'string') return answer;
      if (!answer.stalls) return answer.file ? { ...answer, body: readPart(answer.file) } : answer;
      silent();
      // Without a connection half an answer is none.
      await gone(signal);
      return 'abandoned';
    },
    visit(viewing) {
      const { hostname } = new URL(viewing.url);
      for (const publisher of services) {
        if (!publisher.view) continue;
        const place = kernel.places.of(publisher).find((each) => publisher.publishes?.(each, hostname));
        if (place) return publisher.view(place, viewing);
      }
      throw new Error(`nothing of the local cloud is called ${hostname}`);
    },
    async stop() {
      kernel.held.clear();
      kernel.scheduler.lot.clear();
      clock.stop();
      await listening.close();
      for (const service of services) await service.stop?.();
      bodies.remove();
    },
  };
}

/** What the services share: the credentials that are known, and each other's places, which are asked for late. */
interface Shared {
  readonly known: Credentials;
  readonly everywhere: () => Places;
  readonly runs: RunsFunctions | undefined;
}

/** All services of the local cloud. They meet only here: each is given what it needs of the others. */
export function allServices({ known, everywhere, runs }: Shared): readonly HostedService[] {
  const storage = s3();
  const balancing: LoadBalancingPorts = {
    catchUp: (at) => lookAtServices(at),
    ask: (at, target, request) => askTask(everywhere().at(containers, at), target, request),
    publish: (at, data) => recordMeasured(everywhere().at(metrics, at), 'AWS/ApplicationELB', data),
  };
  const balancers = elasticLoadBalancing(balancing);
  // What targets are counted for is published before anything looks at metrics or alarms.
  const counted = (at: Call<unknown>) => settleTargets(everywhere().at(balancers, at), balancing, at.clock.now());
  const metrics = preceded(cloudwatch('json-1.0'), counted);
  const layers = blobs();
  const images = preceded(ecr(layers), (at) => look(at));
  // What containers print is written before anything reads it.
  const logging = preceded(logs(), (at) => lookAtServices(at));
  const ofContainers = ecsPorts(everywhere, { images, balancers, metrics, logging, balancing });
  const lookAtServices = (at: Where) => settleServices(everywhere().at(containers, at), ofContainers);
  const containers = preceded(ecs(ofContainers), lookAtServices);
  const ports: LambdaPorts = {
    readObject: (at, bucket, key, versionId) => readObject(everywhere().at(storage, at), bucket, key, versionId),
    writeLog: (at, group, stream, events) => writeLog(everywhere().at(logging, at), group, stream, events),
    mayPull: (puller, image) => lambdaMayPull(everywhere().at(images, image), image.repository, puller),
    letPull: (image) => letLambdaPull(everywhere().at(images, image), image.repository),
    findImage: (puller, image) => {
      if (!ports.mayPull(puller, image)) return 'denied';
      return imageForLambda(everywhere().at(images, image), layers, image.repository, image.reference) ?? 'absent';
    },
    readBlob(digest, range) {
      const found = layers.locate(digest, range);
      return found instanceof Uint8Array ? found : readPart(found);
    },
    recordInvocation: (at, invocation) => recordInvocation(everywhere().at(metrics, at), invocation),
  };
  const functions = lambda(ports, runs);
  const look = (at: Where) => {
    lookAtFunctions(everywhere().at(functions, at), ports);
    lookAtServices(at);
  };
  const imageRegistry = preceded(
    registry(() => everywhere().endpoint, layers),
    (at) => look(at),
  );
  const keys = keyValueStore();
  const keyPlace = () => everywhere().at(keys, { account: '', region: '' }) as unknown as Place<KeyValueState>;
  const sites = cloudfront({
    makeStore: (arn, ready) => makeStore(keyPlace(), arn, ready),
    removeStore: (arn) => keyPlace().state.stores.delete(arn),
    storeVersions: (arn) => keyPlace().state.stores.get(arn)?.versions ?? [],
    readObject({ bucket, key, sourceArn }) {
      const { state } = everywhere().at(storage, { account: '', region: '' }) as unknown as Place<S3State>;
      const asking = sourceArn === undefined ? undefined : { service: 'cloudfront.amazonaws.com', sourceArn };
      return readForService(state, asking, bucket, key);
    },
  });
  const ofImages = [images, imageRegistry, layerLinks(layers)];
  return [
    storage,
    sts(known),
    logging,
    metrics,
    preceded(cloudwatch('query'), counted),
    functions,
    ...ofImages,
    sites,
    keys,
    balancers,
    containers,
  ];
}

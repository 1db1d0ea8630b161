import {
  type Behaviour,
  type BuiltImage,
  type CameIn,
  pushTo,
  type RegistryStub,
  startRegistryStub,
} from '@actions-aws/testing/images';

/** Registries that are not ECR, as a test needs them. */
export function otherRegistries() {
  const started: RegistryStub[] = [];
  return {
    /** Starts one, with the repository `team/api`. */
    async start(given: Partial<Behaviour> = {}) {
      const stub = await startRegistryStub(given);
      started.push(stub);
      return {
        ...stub,
        name: `${stub.host}/team/api`,
        at: stub.held(),
        /** Pushes an image by its digest, and under tags; gives its digest. */
        async push(built: BuiltImage, ...tags: readonly string[]) {
          for (const reference of [built.digest, ...tags]) {
            await pushTo({ endpoint: `http://${stub.host}` }, 'team/api', reference, built);
          }
          return built.digest;
        },
      };
    },
    async stop() {
      await Promise.all(started.splice(0).map((one) => one.stop()));
    },
  };
}

/** Whether a request writes a manifest under a tag, or by its digest. */
export function isWriteOf({ method, path }: Pick<CameIn, 'method' | 'path'>, reference: string): boolean {
  return method === 'PUT' && path.endsWith(`/manifests/${reference}`);
}

import { readBlob } from './blobs/read.ts';
import type { Connection } from './connect.ts';
import { describeInEcr } from './ecr/describe.ts';
import { describeImage } from './manifests/describe.ts';
import { findReferrers } from './referrers/find.ts';
import type { Absent, Found, Registry } from './registry.ts';
import { listTags } from './tags.ts';

/** What is asked of a repository: of its registry, and of ECR's own API where it is there. */
export function reading(connection: Connection): Registry {
  const { name, api, ecr, persistence } = connection;
  const asked = async (reference: string) => describeImage(await api(), name, reference);
  const describe: Registry['describe'] = ecr
    ? (reference) => describeInEcr(() => asked(reference), ecr, name, reference, persistence)
    : asked;
  return {
    name,
    describe,
    moment(asking = () => {}) {
      const asked = new Map<string, Promise<Found | Absent>>();
      const describeAnew: Registry['describe'] = (reference) => {
        const answer = describe(reference);
        const isNew = !asked.has(reference);
        asked.set(reference, answer);
        if (isNew) asking(reference);
        return answer;
      };
      const describeOnce: Registry['describe'] = (reference) => asked.get(reference) ?? describeAnew(reference);
      /** What a list names that was read since: it may have been pushed after an answer that it cannot be pulled. */
      const describeListed: Registry['describe'] = async (reference) => {
        const before = await asked.get(reference);
        return before?.state === 'present' ? before : describeAnew(reference);
      };
      return {
        describe: describeOnce,
        referrers: (digest, unread) =>
          findReferrers(connection, { describe: describeOnce, describeListed }, digest, unread),
      };
    },
    tags: async () => (ecr ? (await ecr()).tags() : listTags(await api(), name, persistence)),
    mutability: async () => ecr && (await ecr()).mutability(),
    referrers: (digest, unread) => findReferrers(connection, { describe, describeListed: describe }, digest, unread),
    scan: async (digest) => ecr && (await ecr()).scan(digest),
    expiring: async () => (ecr ? (await ecr()).expiring() : []),
    async existence() {
      if (!ecr) return 'unknown';
      return (await (await ecr()).exists()) ? 'present' : 'absent';
    },
    readBlob: async (blob, signal) => readBlob(await api(), name, blob, signal),
    prepare(questions) {
      api()
        .then((one) => one.prepare(questions))
        .catch(() => {});
    },
  };
}

import type { Clock } from '@actions-aws/action';
import { errorName, explained, type Patience, patient } from '@actions-aws/aws';
import type { Mark } from '@actions-aws/promotion';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Bucket } from '../release/stored.ts';
import type { History, Move } from './history.ts';
import { historyPrefix, keyOfMove, moveIn } from './keys.ts';

/** Between two attempts of a write that met another one of the same key. Milliseconds. */
const CONFLICT_PAUSE_MS = 200;

/** {@link History} in the bucket of the releases. Needs `s3:PutObject` and `s3:GetObject` on `history/*`, and `s3:ListBucket`. */
export function awsHistory(given: S3Client, clock: Clock, patience: Patience, bucket: Bucket): History {
  const client = patient(given, patience, clock);
  const where = { Bucket: bucket.name, ...(bucket.owner && { ExpectedBucketOwner: bucket.owner }) };
  const uri = (key: string) => `s3://${bucket.name}/${key}`;
  /** By what has been noted already: another attempt has another second in its key. */
  const noted = new Map<string, string>();

  const list = async (site: string) => {
    const answer = await explained(client.send(new ListObjectsV2Command({ ...where, Prefix: historyPrefix(site) })), {
      doing: `list ${uri(historyPrefix(site))}`,
      action: 's3:ListBucket',
    });
    return (answer.Contents ?? []).flatMap(({ Key = '', LastModified }) => {
      const move = moveIn(site, Key);
      return move ? [{ ...move, key: Key, at: LastModified?.getTime() ?? 0 }] : [];
    });
  };

  return {
    async note(site, { release: from }, { release: to, mark }) {
      const nonce = mark.owner?.nonce;
      if (!nonce) throw new Error('A move has no owner. This is a bug.');
      const isBack = mark.undid !== undefined;
      const same = `${site} ${from} ${to} ${nonce} ${isBack}`;
      const key = noted.get(same) ?? keyOfMove(site, { from, to, nonce }, { at: clock.now(), isBack });
      noted.set(same, key);
      const Body = Buffer.from(`${JSON.stringify({ format: 1, site, from: from ?? null, ...mark }, null, 2)}\n`);
      const put = {
        ...where,
        Key: key,
        Body,
        ContentType: 'application/json',
        CacheControl: 'no-store',
        IfNoneMatch: '*',
      };
      await explained(once(put), { doing: `note in ${uri(key)} what is about to be moved`, action: 's3:PutObject' });
    },

    async newest(site) {
      // Keys are in the order of the runners' clocks; what S3 says of their time holds.
      const moves = (await list(site)).map(({ key: _, ...move }): Move => move);
      return moves.sort((a, b) => b.at - a.at);
    },

    async markOf(site, { to, nonce }) {
      const found = (await list(site)).find((move) => move.to === to && move.nonce === nonce);
      if (!found) return undefined;
      const { Body } = await explained(client.send(new GetObjectCommand({ ...where, Key: found.key })), {
        doing: `read ${uri(found.key)}`,
        action: 's3:GetObject',
      });
      const {
        format,
        site: _,
        ...mark
      } = JSON.parse((await Body?.transformToString('utf8')) ?? '{}') as Mark & {
        readonly format: unknown;
        readonly site: unknown;
      };
      return format === 1 ? mark : undefined;
    },
  };

  /** Its key has our nonce: what is there already is ours, by an attempt whose answer was lost. */
  async function once(put: ConstructorParameters<typeof PutObjectCommand>[0]): Promise<void> {
    for (;;) {
      try {
        await client.send(new PutObjectCommand(put));
        return;
      } catch (error) {
        if (errorName(error) === 'PreconditionFailed') return;
        const isRacing = errorName(error) === 'ConditionalRequestConflict';
        if (!isRacing || clock.now() + CONFLICT_PAUSE_MS > patience.until) throw error;
        await clock.sleep(CONFLICT_PAUSE_MS, patience.signal);
      }
    }
  }
}

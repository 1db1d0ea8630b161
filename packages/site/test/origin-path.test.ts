import { systemClock } from '@actions-aws/action';
import { movingTo, originPath, UncertainPointerError } from '../src/index.ts';
import { configurationXml, distributionAnswer, NAMESPACE } from './support/configuration.ts';
import { clientAnsweredBy, errorReply, type Reply, type Sent } from './support/wire.ts';

const release = '9f86d081884c7d65';
const before = '0123456789abcdef';
const deployer = { owner: { run: '812', attempt: 1, nonce: '0a1b2c3d' } };
const by = { action: 'frontend-promote', deployer };

/** A distribution that takes writes as CloudFront does; `meanwhile` happens right before a write arrives. */
function distribution(meanwhile: readonly ((state: { config: string; etag: number }) => void)[] = []) {
  const state = { config: configurationXml(), etag: 1 };
  const left = [...meanwhile];
  const show = (status = 'InProgress'): Reply => ({
    status: 200,
    etag: `E${state.etag}`,
    body: `<?xml version="1.0"?><Distribution xmlns="${NAMESPACE}"><Id>E1TEST</Id><Status>${status}</Status><DistributionConfig>${state.config}</DistributionConfig></Distribution>`,
  });
  const answer = ({ method, path, headers, body }: Sent): Reply => {
    if (method === 'GET') return show();
    expect(path).toBe('/2020-05-31/distribution/E1TEST/config');
    left.shift()?.(state);
    if (headers['if-match'] !== `E${state.etag}`) return errorReply(412, 'PreconditionFailed');
    state.config = body.replace(/^<DistributionConfig[^>]*>|<\/DistributionConfig>$/g, '');
    state.etag += 1;
    return show();
  };
  return { state, ...clientAnsweredBy(answer) };
}

test('what no client of today knows goes through a move as it came', async () => {
  const { client, sent, state } = distribution();
  const pointer = originPath(client, 'E1TEST', systemClock);
  const current = await pointer.describe();
  expect(current).toMatchObject({ release: before, raw: `/r/${before}`, mark: undefined, etag: 'E1', deployed: false });
  const swap = await pointer.point(current, movingTo(current, release, by));
  expect(swap).toMatchObject({
    won: true,
    pointer: { release, etag: 'E2', mark: { from: before, to: release, ...deployer } },
  });
  expect(sent.map(({ method }) => method)).toEqual(['GET', 'PUT']);
  const put = sent[1];
  expect(put?.body).toContain('<QuantumCompression mode="fast"><Level>9</Level></QuantumCompression>');
  expect(put?.headers['content-length']).toBe(String(Buffer.byteLength(put?.body ?? '')));
  const expected = configurationXml().replace(`/r/${before}`, `/r/${release}`);
  expect(state.config.replace(/ ~p[^<]*/, '')).toBe(expected);
});

test('an edit of another setting meanwhile stays, and the pointer moves all the same', async () => {
  const { client, sent, state } = distribution([
    (now) => {
      now.config = now.config.replace('<Enabled>true</Enabled>', '<Enabled>true</Enabled><Newer>1</Newer>');
      now.etag += 1;
    },
  ]);
  const pointer = originPath(client, 'E1TEST', systemClock);
  const current = await pointer.describe();
  expect(await pointer.point(current, movingTo(current, release, by))).toMatchObject({ won: true });
  expect(sent.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET', 'PUT']);
  expect(state.config).toContain('<Newer>1</Newer>');
  expect(state.config).toContain(`/r/${release}`);
});

test('a pointer that another moved meanwhile is left as it is', async () => {
  const { client, sent, state } = distribution([
    (now) => {
      now.config = now.config.replace(`/r/${before}`, '/r/aaaaaaaaaaaaaaaa');
      now.etag += 1;
    },
  ]);
  const pointer = originPath(client, 'E1TEST', systemClock);
  const current = await pointer.describe();
  expect(await pointer.point(current, movingTo(current, release, by))).toMatchObject({
    won: false,
    pointer: { release: 'aaaaaaaaaaaaaaaa' },
  });
  expect(sent).toHaveLength(3);
  expect(state.config).toContain('/r/aaaaaaaaaaaaaaaa');
});

test('a write that was done, and whose answer is lost, is found by what it wrote', async () => {
  let etag = 1;
  let config = configurationXml();
  const { client } = clientAnsweredBy(({ method, body }) => {
    if (method === 'GET') {
      return {
        status: 200,
        etag: `E${etag}`,
        body: distributionAnswer().replace(
          /<DistributionConfig>.*<\/DistributionConfig>/s,
          `<DistributionConfig>${config}</DistributionConfig>`,
        ),
      };
    }
    config = body.replace(/^<DistributionConfig[^>]*>|<\/DistributionConfig>$/g, '');
    etag += 1;
    return { status: 0, body: '' };
  });
  const pointer = originPath(client, 'E1TEST', systemClock);
  const current = await pointer.describe();
  expect(await pointer.point(current, movingTo(current, release, by))).toMatchObject({
    won: true,
    pointer: { release, etag: 'E2' },
  });
});

test('where neither the write is answered nor a look, nothing tells what the pointer holds', async () => {
  let isDown = false;
  const { client } = clientAnsweredBy(({ method }) => {
    if (method === 'PUT') isDown = true;
    return isDown ? { status: 503, body: '' } : { status: 200, etag: 'E1', body: distributionAnswer() };
  });
  const clock = { now: systemClock.now, sleep: async () => {} };
  const quick = { waitsOut: 'outages' as const, until: 0 };
  const pointer = originPath(client, 'E1TEST', clock, { patience: quick });
  const current = await pointer.describe();
  await expect(pointer.point(current, movingTo(current, release, by))).rejects.toThrow(UncertainPointerError);
});

test('once the signal has aborted nothing is sent', async () => {
  const { client, sent } = distribution();
  const pointer = originPath(client, 'E1TEST', systemClock);
  const current = await pointer.describe();
  const stopped = new Error('stopped');
  await expect(pointer.point(current, movingTo(current, release, by), AbortSignal.abort(stopped))).rejects.toBe(
    stopped,
  );
  expect(sent).toHaveLength(1);
});

test('a missing permission is named', async () => {
  const { client } = clientAnsweredBy(({ method }) =>
    method === 'GET' ? { status: 200, etag: 'E1', body: distributionAnswer() } : errorReply(403, 'AccessDenied'),
  );
  const pointer = originPath(client, 'E1TEST', systemClock);
  const current = await pointer.describe();
  await expect(pointer.point(current, movingTo(current, release, by))).rejects.toMatchObject({
    code: 'not-allowed',
    hint: expect.stringContaining('cloudfront:UpdateDistribution'),
  });
});

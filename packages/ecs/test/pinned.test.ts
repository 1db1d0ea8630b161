import { type JsonObject, pinned, revisionIn, taskDefinitionIn } from '../src/index.ts';

const taskDefinition = (raw: JsonObject) => taskDefinitionIn({ taskDefinition: raw });

const [a, b] = ['a', 'b'].map((letter) => `sha256:${letter.repeat(64)}`) as [string, string];
const HOST = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

const of = (image: string, digest?: string) =>
  pinned(
    revisionIn({ containerImages: digest ? [{ containerName: 'web', image, imageDigest: digest }] : [] }),
    taskDefinition({ containerDefinitions: [{ name: 'web', image }] }),
  );

test.each([
  ['a tag', `${HOST}/shop/web:v2`, a, `${HOST}/shop/web@${a}`],
  ['no tag', `${HOST}/shop/web`, a, `${HOST}/shop/web@${a}`],
  ['a digest', `${HOST}/shop/web@${a}`, undefined, `${HOST}/shop/web@${a}`],
  ['a digest, also where ECS wrote down another', `${HOST}/shop/web@${a}`, b, `${HOST}/shop/web@${a}`],
  ['a tag and a digest', `${HOST}/shop/web:v2@${a}`, undefined, `${HOST}/shop/web@${a}`],
  ['a registry with a port', 'localhost:5000/shop/web:v2', a, `localhost:5000/shop/web@${a}`],
  ['a registry with a port, and no tag', 'localhost:5000/shop/web', a, `localhost:5000/shop/web@${a}`],
  ["Docker Hub's own", 'nginx:1.29', a, `nginx@${a}`],
])('%s is pinned', (_, image, digest, expected) => {
  expect(of(image, digest)).toEqual({ images: { web: expected }, tagged: [] });
});

test.each([
  ['no digest', undefined],
  ['an empty digest', ''],
  ['half a digest', 'sha256:abc'],
  ['something else', `sha512:${'a'.repeat(64)}`],
])('%s leaves a tag, which is named', (_, digest) => {
  expect(of('shop/web:v2', digest)).toEqual({ images: {}, tagged: ['web (shop/web:v2)'] });
});

test('each container has its own, and one that ECS added has none to pin', () => {
  const found = pinned(
    revisionIn({
      containerImages: [
        { containerName: 'web', imageDigest: a },
        { containerName: 'log-router', imageDigest: b },
        { containerName: 'aws-guardduty-agent-1', imageDigest: b },
      ],
    }),
    taskDefinition({
      containerDefinitions: [
        { name: 'log-router', image: 'public.ecr.aws/fluent/bit:3' },
        { name: 'web', image: 'web:v2' },
        { name: 'proxy', image: 'proxy:latest' },
      ],
    }),
  );
  expect(found).toEqual({
    images: { web: `web@${a}`, 'log-router': `public.ecr.aws/fluent/bit@${b}` },
    tagged: ['proxy (proxy:latest)'],
  });
});

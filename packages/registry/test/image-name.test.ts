import { parseImageName, showImageName } from '../src/index.ts';

test.each([
  ['alpine', 'docker.io/library/alpine'],
  ['docker.io/alpine', 'docker.io/library/alpine'],
  ['index.docker.io/alpine', 'docker.io/library/alpine'],
  ['team/api', 'docker.io/team/api'],
  ['ghcr.io/team/api', 'ghcr.io/team/api'],
  ['GHCR.io/team/api', 'ghcr.io/team/api'],
  ['localhost/api', 'localhost/api'],
  ['localhost:5000/api', 'localhost:5000/api'],
  ['127.0.0.1:5000/team/a/b', '127.0.0.1:5000/team/a/b'],
  ['[::1]:5000/api', '[::1]:5000/api'],
  ['[::1]/api', '[::1]/api'],
  ['registry:5000/api', 'registry:5000/api'],
  [
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/a__b/c-d---e.f',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/a__b/c-d---e.f',
  ],
])('%s is %s', (text, full) => {
  const parsed = parseImageName(text);
  expect(parsed.accepted && showImageName(parsed.value)).toBe(full);
});

test.each([
  ['team/my api', 'without white space', ''],
  ['https://ghcr.io/team/api', 'not an address', 'without `https://`'],
  ['team/api:1.2.3', 'must not have a tag', 'Write `team/api`'],
  ['api:5000', 'must not have a tag', 'Write `api`'],
  ['localhost:5000/api:latest', 'must not have a tag', 'Write `localhost:5000/api`'],
  [`team/api@sha256:${'a'.repeat(64)}`, 'must not have a digest', 'Write `team/api`'],
  [`team/api:1@sha256:${'a'.repeat(64)}`, 'must not have a digest', 'Write `team/api`'],
  ['ghcr.io', 'no repository', 'Write `ghcr.io/NAME`'],
  ['ghcr.io/', 'no repository', 'behind the slash'],
  ['localhost:5000', 'no repository', 'Write `localhost:5000/NAME`'],
  ['[::1]:5000', 'no repository', 'Write `[::1]:5000/NAME`'],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'no repository', ''],
  ['ghcr.io/Team/API', 'lower case', '`team/api`'],
  ['Team/api', 'lower case', '`team/api`'],
  ['team//api', 'empty place', ''],
  ['team/api/', 'empty place', ''],
  ['/team/api', 'empty place', ''],
  ['team/-api', 'the part `-api`', ''],
  ['team/a..b', 'the part `a..b`', ''],
  ['team/a___b', 'the part `a___b`', ''],
  ['team/ä', 'the part `ä`', ''],
  ['../api', 'no host', ''],
  ['-host.example/api', 'no host', 'host with or without a port'],
  ['300.0.0.1/api', 'no host', ''],
  ['[1::2::3]/api', 'no host', ''],
  ['host.example:0/api', 'port', ''],
  ['host.example:99999/api', 'port', ''],
  ['host.example:/api', 'no host', ''],
  [`team/${'a'.repeat(251)}`, 'at most 255', ''],
  ['a'.repeat(64), '64 hexadecimal digits', ''],
])('%s: %s', (text, message, remedy) => {
  const parsed = parseImageName(text);
  expect(parsed).toMatchObject({ accepted: false, refusals: [{ message: expect.stringContaining(message) }] });
  expect(parsed.accepted ? '' : (parsed.refusals[0]?.remedy ?? '')).toContain(remedy);
});

import { differences, functionVersion, maybeSame } from '../src/index.ts';

const answer = {
  FunctionName: 'search-api',
  Version: '$LATEST',
  Runtime: 'nodejs22.x',
  Role: 'arn:aws:iam::123456789012:role/search-api',
  Timeout: 10,
  MemorySize: 256,
  Environment: { Variables: { TABLE: 'search', TOKEN: 'secret-one' } },
  RevisionId: 'r1',
  CodeSha256: 'one',
  LastModified: '2026-05-04T12:00:00.000+0000',
} as const;

const configurationOf = (changes: object) => functionVersion({ ...answer, ...changes }).configuration;
const live = configurationOf({});

test('what tells versions apart, or changes by itself, is no difference', () => {
  const next = configurationOf({
    Version: '7',
    RevisionId: 'r2',
    CodeSha256: 'two',
    Description: 'another',
    State: 'Pending',
    LastUpdateStatus: 'InProgress',
    FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:search-api:7',
    RuntimeVersionConfig: { RuntimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:x' },
    SnapStart: undefined,
  });
  expect(differences(live, next)).toEqual([]);
});

test('settings that differ are told with both values', () => {
  const next = configurationOf({ MemorySize: 512, Layers: [{ Arn: 'arn:layer:1' }] });
  expect(differences(live, next)).toEqual([
    { setting: 'Layers', from: 'not set', to: '[{"Arn":"arn:layer:1"}]' },
    { setting: 'MemorySize', from: '256', to: '512' },
  ]);
});

test('environment variables are told by name, never by value', () => {
  const next = configurationOf({ Environment: { Variables: { TOKEN: 'secret-two', MODE: 'fast' } } });
  const told = differences(live, next);
  expect(told).toEqual([
    { setting: 'environment variable MODE', from: 'not set', to: 'set' },
    { setting: 'environment variable TABLE', from: 'set', to: 'not set' },
    { setting: 'environment variable TOKEN', from: 'set', to: 'set to another value' },
  ]);
  expect(JSON.stringify(told)).not.toMatch(/secret/);
});

test('environment variables that cannot be read count as changed, since nobody can tell', () => {
  const closed = configurationOf({ Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'kms' } } });
  expect(differences(closed, closed)).toEqual([
    { setting: 'environment variables', from: 'not readable (AccessDeniedException)', to: 'perhaps others' },
  ]);
});

test('what differs by environment variables alone that cannot be read may be the same', () => {
  const closed = { Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'kms' } } };
  expect(maybeSame(configurationOf(closed), configurationOf(closed))).toBe(true);
  expect(maybeSame(live, configurationOf(closed))).toBe(true);
  expect(maybeSame(configurationOf(closed), configurationOf({ ...closed, MemorySize: 512 }))).toBe(false);
  expect(maybeSame(live, configurationOf({ Environment: { Variables: { TABLE: 'other' } } }))).toBe(false);
});

test('an empty VpcConfig is none, and SnapStart counts by what it applies to', () => {
  const empty = { VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: '', Ipv6AllowedForDualStack: false } };
  expect(differences(live, configurationOf(empty))).toEqual([]);
  const on = configurationOf({ SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' } });
  const off = configurationOf({ SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'Off' } });
  expect(differences(on, off)).toEqual([]);
});

test('a setting that nobody thought of counts', () => {
  expect(differences(live, configurationOf({ TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } }))).toHaveLength(1);
});

describe('of a container image', () => {
  const repository = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/search';
  const of = (changes: object, from = repository) => {
    const image = { ...answer, Runtime: undefined, PackageType: 'Image', ...changes } as const;
    return functionVersion(image, { ResolvedImageUri: `${from}@sha256:one` });
  };

  test('the digest is no configuration, and the repository that Lambda reads it from is', () => {
    expect(of({}).resolvedImage).toBe(`${repository}@sha256:one`);
    expect(differences(of({}).configuration, of({ CodeSha256: 'two' }).configuration)).toEqual([]);
    expect(differences(of({}).configuration, of({}, `${repository}-next`).configuration)).toEqual([
      { setting: 'ImageRepository', from: repository, to: `${repository}-next` },
    ]);
  });

  test('how it is started is told part by part', () => {
    const started = (ImageConfig: object) => of({ ImageConfigResponse: { ImageConfig } }).configuration;
    expect(differences(started({ Command: ['app.search'] }), started({ Command: ['app.index'] }))).toEqual([
      { setting: 'ImageConfig.Command', from: '["app.search"]', to: '["app.index"]' },
    ]);
    expect(differences(of({}).configuration, started({ WorkingDirectory: '/app' }))).toEqual([
      { setting: 'ImageConfig.WorkingDirectory', from: 'not set', to: '/app' },
    ]);
    expect(differences(of({}).configuration, started({ Command: [] }))).toEqual([]);
  });

  test('how it is started cannot be read: that is a change, and perhaps the same', () => {
    const hidden = of({ ImageConfigResponse: { Error: { ErrorCode: 'AccessDenied' } } }).configuration;
    expect(differences(hidden, hidden)).toEqual([
      { setting: 'ImageConfig', from: 'not readable (AccessDenied)', to: 'perhaps others' },
    ]);
    expect(maybeSame(hidden, hidden)).toBe(true);
    expect(maybeSame(hidden, of({ MemorySize: 1 }).configuration)).toBe(false);
    expect(maybeSame(of({}).configuration, of({}).configuration)).toBe(false);
  });
});

import { type Sbom, shippedSbom } from '../src/sbom.ts';

const component = (ref: string, group?: string) => {
  const [name = '', version = ''] = ref.split('@');
  return { 'bom-ref': group ? `${group}/${ref}` : ref, name, version, ...(group ? { group } : {}) };
};

const raw: Sbom = {
  serialNumber: 'urn:uuid:random',
  metadata: { timestamp: 'now', component: { 'bom-ref': 'actions@0.0.0', version: '0.0.0' } },
  components: [
    component('zod@4.6.7'),
    component('yaml@2.9.1'),
    component('yaml@1.0.0'),
    component('core@3.0.1', '@actions'),
    component('aws@0.0.0', '@actions-aws'),
  ],
  dependencies: [
    { ref: 'actions@0.0.0', dependsOn: ['@actions-aws/aws@0.0.0'] },
    { ref: '@actions-aws/aws@0.0.0', dependsOn: ['zod@4.6.7', '@actions/core@3.0.1', 'yaml@1.0.0'] },
    { ref: '@actions/core@3.0.1', dependsOn: ['yaml@2.9.1', 'undici@6.0.0'] },
    { ref: 'zod@4.6.7' },
  ],
};
const packages = [
  { name: 'zod', version: '4.6.7' },
  { name: '@actions/core', version: '3.0.1' },
  { name: 'yaml', version: '2.9.1' },
  { name: '@actions-aws/greet', version: '1.0.0' },
];
const age = { version: '1.0.0', time: '2026-11-29T00:00:00.000Z' };

test('what ships is listed, in order, with what it depends on, and nothing else', () => {
  const sbom = shippedSbom(raw, packages, age);
  expect(sbom.components.map((one) => one['bom-ref'])).toEqual(['@actions/core@3.0.1', 'yaml@2.9.1', 'zod@4.6.7']);
  expect(sbom.dependencies).toEqual([
    { ref: '@actions/core@3.0.1', dependsOn: ['yaml@2.9.1'] },
    { ref: 'actions@0.0.0', dependsOn: ['@actions/core@3.0.1', 'zod@4.6.7'] },
    { ref: 'zod@4.6.7', dependsOn: [] },
  ]);
  expect(sbom.metadata).toEqual({ timestamp: age.time, component: { 'bom-ref': 'actions@0.0.0', version: '1.0.0' } });
  expect(sbom.serialNumber).toMatch(/^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('another run of pnpm gives the same list', () => {
  const again: Sbom = {
    ...raw,
    serialNumber: 'urn:uuid:other',
    metadata: { ...raw.metadata, timestamp: 'later' },
    components: [...raw.components].reverse(),
    dependencies: [...raw.dependencies].reverse(),
  };
  expect(JSON.stringify(shippedSbom(again, [...packages].reverse(), age))).toBe(
    JSON.stringify(shippedSbom(raw, packages, age)),
  );
});

test('a package in a bundle that pnpm does not list is an error', () => {
  expect(() => shippedSbom(raw, [...packages, { name: 'yaml', version: '3.0.0' }], age)).toThrow(
    'pnpm sbom does not list yaml@3.0.0, which is in a bundle.',
  );
});

import type { Reported } from '@actions-aws/findings';
import { readers } from '../../src/readers/readers.ts';
import { checkovSamples } from './samples/checkov.ts';
import { detectSecretsSamples } from './samples/detect-secrets.ts';
import { gitleaksSamples } from './samples/gitleaks.ts';
import { planted, plantedLine } from './samples/planted.ts';
import type { Sample } from './samples/sample.ts';
import { trivySamples } from './samples/trivy.ts';
import { trufflehogSamples } from './samples/trufflehog.ts';

const commit = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';

const secretsOf = ({ tool, document }: Sample): readonly Reported[] =>
  (readers.get(tool)?.read(document, {}).results ?? []).filter(({ subject }) => subject.kind === 'secret');

/** Rule, message, path, line, commit. */
const GIVEN: readonly (readonly [name: string, sample: Sample | undefined, said: readonly (readonly unknown[])[]])[] = [
  [
    'gitleaks 8',
    gitleaksSamples[0],
    [
      ['generic-api-key', 'A generic-api-key in config/dev.env', 'config/dev.env', 4, commit],
      ['aws-access-token', 'An aws-access-token in config/dev.env', 'config/dev.env', 4, undefined],
    ],
  ],
  [
    'gitleaks 7',
    gitleaksSamples[1],
    [['AWS Access Key', 'An AWS Access Key in config/dev.env', 'config/dev.env', 4, commit]],
  ],
  [
    'TruffleHog',
    trufflehogSamples[0],
    [
      ['AWS', 'A verified AWS secret in config/dev.env', 'config/dev.env', 4, commit],
      ['AWS', 'An AWS secret in config/dev.env', 'config/dev.env', 4, undefined],
    ],
  ],
  [
    'detect-secrets',
    detectSecretsSamples[0],
    [
      ['Secret Keyword', 'A Secret Keyword in config/dev.env', 'config/dev.env', 4, undefined],
      ['AWS Access Key', 'An AWS Access Key in config/dev.env', 'config/dev.env', 5, undefined],
      ['Secret Keyword', 'A Secret Keyword in a.py', 'a.py', 4, undefined],
    ],
  ],
  [
    'Trivy',
    trivySamples[0],
    [
      ['aws-access-key-id', 'An AWS Access Key ID in config/dev.env', 'config/dev.env', 4, undefined],
      ['aws-access-key-id', 'An AWS Access Key ID in config/dev.env', 'config/dev.env', 4, undefined],
    ],
  ],
  [
    'checkov',
    checkovSamples[1],
    [
      ['CKV_SECRET_6', 'A Base64 High Entropy String in infra/main.tf', 'infra/main.tf', 1, undefined],
      ['CKV_SECRET_2', 'An AWS Access Key in infra/main.tf', 'infra/main.tf', 1, undefined],
    ],
  ],
];

it.each(GIVEN)('%s', (_, sample, said) => {
  const given = secretsOf(sample!).map(({ rule, message, path, line, subject, suppressed }) => {
    expect(suppressed).toBeUndefined();
    return [rule.id, message, path, line, 'commit' in subject ? subject.commit : undefined];
  });
  expect(given).toEqual(said);
});

const key = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');

/** What a tool says that the value is, and whether it is on a line. */
const ON_LINE: readonly (readonly [value: string, line: string, isOn: boolean | undefined])[] = [
  [planted.value, plantedLine, true],
  [planted.value, 'key = ""', false],
  [`${key}\nabc\n`, `  ${key}`, true],
  ['REDACTED', 'key = "REDACTED"', undefined],
  [`${planted.value.slice(0, 6)}...`, plantedLine, undefined],
  ['', plantedLine, undefined],
];

it.each(ON_LINE)('gitleaks: whether a value is on a line %#', (value, line, isOn) => {
  const entry = { RuleID: 'a', File: 'b', Secret: value };
  const [result] = readers.get('gitleaks')?.read([entry], {}).results ?? [];
  expect(result?.isOn?.(line)).toBe(isOn);
});

it.each([
  ['PLAIN', true],
  [undefined, true],
  ['BASE64', undefined],
])('TruffleHog: whether a value is on a line, decoded from %s', (DecoderName, isOn) => {
  const [line] = trufflehogSamples[0]!.document as readonly object[];
  const [result] = readers.get('trufflehog')?.read({ ...line, DecoderName }, {}).results ?? [];
  expect(result?.isOn?.(plantedLine)).toBe(isOn);
});

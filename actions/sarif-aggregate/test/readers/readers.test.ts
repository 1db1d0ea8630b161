import { readers, recognise } from '../../src/readers/readers.ts';
import { planted } from './samples/planted.ts';
import type { Sample } from './samples/sample.ts';
import { samples } from './samples/samples.ts';

const all = [...readers.values()];
const title = ({ tool, of }: Sample) => `${tool}: ${of}`;
const reading = ({ document }: Sample) => recognise(document)!.read(document, { target: 'lockfile' });

describe('readers', () => {
  it.each(samples.map((sample) => [title(sample), sample] as const))('%s is its own reader’s alone', (_, sample) => {
    expect(all.filter((reader) => reader.recognises(sample.document)).map(({ tool }) => tool)).toEqual([sample.tool]);
  });

  it.each(samples.map((sample) => [title(sample), sample] as const))('%s: each result is read once', (_, sample) => {
    const { results, failures } = reading(sample);
    expect(results).toHaveLength(sample.results);
    expect(results.filter(({ suppressed }) => suppressed)).toHaveLength(sample.suppressed ?? 0);
    expect(failures).toEqual((sample.failures ?? []).map((message) => ({ kind: 'partial', message })));
  });

  it.each(all.map(({ tool }) => tool))('%s has a sample', (tool) => {
    expect(samples.filter((sample) => sample.tool === tool)).not.toHaveLength(0);
  });

  it.each(Object.entries(planted))('no reader gives the planted %s away', (_, value) => {
    expect(JSON.stringify(samples.map(({ document }) => document)).includes(value)).toBe(true);
    expect(JSON.stringify(samples.map(reading)).includes(value)).toBe(false);
  });

  it('a failure says no password of an address', () => {
    const uri = 'https://ci:hunter2@npm.example.com/-/npm/v1/security/advisories/bulk';
    const error = { message: `request to ${uri} failed`, method: 'POST', uri, headers: {}, statusCode: 503, body: {} };
    const [failure] = recognise(error)!.read(error, {}).failures;
    const said = 'npm audit failed: request to https://…@npm.example.com/-/npm/v1/security/advisories/bulk failed';
    expect(failure).toEqual({ kind: 'partial', message: said });
  });

  it('gives no optional field the value undefined', () => {
    const given = samples.map(reading).map(({ results, ...rest }) => ({
      ...rest,
      results: results.map(({ isOn: _, ...result }) => result),
    }));
    expect(given).toStrictEqual(JSON.parse(JSON.stringify(given)));
  });
});

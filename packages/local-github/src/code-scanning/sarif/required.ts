import { type Fields, fieldsOf, listOf } from './fields.ts';

/**
 * `validate`: "Whether the SARIF file will be validated according to the code scanning specifications." What that is, is not
 * documented: here all properties that are marked as required, none of them empty, on
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#supported-sarif-output-file-properties
 */
export function missingRequired(log: Fields, runs: readonly Fields[]): readonly string[] {
  const missing = (at: string, where: Fields | undefined, paths: readonly string[]) =>
    paths.filter((path) => !has(where, path)).map((path) => `${at}${path} is required`);
  return [
    ...missing('', log, ['$schema']),
    ...runs.flatMap((run, index) => [
      ...missing(`runs[${index}].`, run, ['results']),
      ...rulesIn(run).flatMap((rule, number) =>
        missing(`runs[${index}].rules[${number}].`, rule, [
          'id',
          'shortDescription.text',
          'fullDescription.text',
          'help.text',
        ]),
      ),
      ...listOf(run.results, 'results').flatMap((each, number) => {
        const result = fieldsOf(each, 'results') ?? {};
        const region = regionOf(result);
        const at = `runs[${index}].results[${number}].`;
        return [
          ...missing(at, result, ['partialFingerprints.primaryLocationLineHash']),
          ...missing(`${at}region.`, region, ['startLine', 'startColumn', 'endLine', 'endColumn']),
        ];
      }),
    ]),
  ];
}

function has(where: Fields | undefined, path: string): boolean {
  let value: unknown = where;
  for (const name of path.split('.')) value = fieldsOf(value, path)?.[name];
  return value !== undefined && value !== null && value !== '';
}

function rulesIn(run: Fields): readonly Fields[] {
  const driver = fieldsOf(fieldsOf(run.tool, 'tool')?.driver, 'tool.driver');
  return listOf(driver?.rules, 'rules').map((rule) => fieldsOf(rule, 'rules') ?? {});
}

function regionOf(result: Fields): Fields | undefined {
  const [first] = listOf(result.locations, 'locations');
  return fieldsOf(fieldsOf(fieldsOf(first, 'locations')?.physicalLocation, 'physicalLocation')?.region, 'region');
}

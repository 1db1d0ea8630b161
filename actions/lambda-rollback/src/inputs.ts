import { duration, flag, optional } from '@actions-aws/action';
import { aliasName, functionName, versionNumber } from '@actions-aws/lambda';

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  functions: functionName(),
  alias: aliasName(),
  toVersion: optional(versionNumber()),
  onlyIf: optional(versionNumber()),
  dryRun: flag(),
  timeout: duration({ min: '1s', max: '6h' }),
};

/** What a workflow gets. */
export const outputs = ['outcome', 'version', 'previous-version', 'alias-arn', 'report'] as const;

import { type InputsOf, UserError } from '@actions-aws/action';
import type { Aliases } from '@actions-aws/lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { inputs } from './inputs.ts';
import { type Package, packageFrom, packageInS3 } from './package.ts';
import type { Source } from './plan.ts';

type Inputs = InputsOf<typeof inputs>;

/** What is to be promoted, and the code itself where it is new. */
export async function sourceOf(
  given: Inputs,
  { aliases, s3, workspace }: { readonly aliases: Aliases; readonly s3: () => S3Client; readonly workspace: string },
): Promise<{ readonly source: Source; readonly code?: Package }> {
  if (given.zip !== undefined) return packaged(await packageFrom(given.zip, workspace));
  if (given.s3Uri !== undefined) return packaged(await packageInS3(s3(), given.s3Uri));
  if (given.version !== undefined) return { source: { kind: 'version', version: given.version } };
  if (given.fromAlias === undefined) return { source: { kind: 'latest' } };

  const from = await aliases.read(given.functions, given.fromAlias);
  if (!from || !/^\d+$/.test(from.version) || Object.keys(from.weights).length > 0) {
    const what = !from
      ? 'there is no such alias'
      : from.version === '$LATEST'
        ? 'it points to $LATEST, which can change at any time'
        : 'it splits its traffic between two versions';
    throw new UserError(`Input \`from-alias\` is "${given.fromAlias}", but ${what} (${given.functions}).`, {
      hint: 'Name an alias that points to one published version.',
    });
  }
  return { source: { kind: 'version', version: from.version } };
}

function packaged(code: Package): { readonly source: Source; readonly code: Package } {
  return { source: { kind: 'package', codeSha256: code.codeSha256 }, code };
}

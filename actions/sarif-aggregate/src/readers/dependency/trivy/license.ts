import { packageNamed, packageType, type Reported } from '@actions-aws/findings';
import { type Fields, maybeText, text } from '../../fields.ts';
import { present } from '../../present.ts';
import type { Target } from './scanned.ts';

/** The license of a package, or of a file. */
export function licenseOf(entry: Fields, { result, where, path }: Target): Reported {
  const license = text(entry, 'Name');
  const file = maybeText(entry, 'FilePath');
  const at = where.kind === 'files' ? (path ?? file) : undefined;
  const name = maybeText(entry, 'PkgName') ?? file ?? text(result, 'Target');
  const type = packageType(maybeText(result, 'Type') ?? '');
  return {
    rule: { id: license, ...present({ helpUri: maybeText(entry, 'Link') }) },
    message: `${name} has the license ${license}`,
    ...present({ path: at, severity: maybeText(entry, 'Severity') }),
    subject: { kind: 'license', license, package: packageNamed(type, name), target: at ?? where.target },
  };
}

import type { Reported } from '@actions-aws/findings';
import { type Fields, maybeObjects, maybeText, object, refuse, text } from '../../fields.ts';
import { imageWithoutTag } from '../images.ts';
import { licenseOf } from './license.ts';
import { hasPassed, misconfigurationOf } from './misconfiguration.ts';
import { fileIn, type Scanned, type Target } from './scanned.ts';
import { secretOf } from './secret.ts';
import { vulnerabilityOf } from './vulnerability.ts';

/** All that Trivy reports of a target: weaknesses, misconfigurations, secrets, licenses, and what it was told to ignore. */
export function resultsOf(result: Fields, where: Scanned): readonly Reported[] {
  const target: Target = { result, where, ...pathOf(result, where) };
  return [
    ...maybeObjects(result, 'Vulnerabilities').map((one) => vulnerabilityOf(one, target)),
    ...maybeObjects(result, 'Misconfigurations')
      .filter((one) => !hasPassed(one))
      .map((one) => misconfigurationOf(one, target)),
    ...maybeObjects(result, 'Secrets').map((one) => secretOf(one, target)),
    ...maybeObjects(result, 'Licenses').map((one) => licenseOf(one, target)),
    ...maybeObjects(result, 'ExperimentalModifiedFindings').map((one) => ignoredOf(one, target)),
  ];
}

const READERS = {
  vulnerability: vulnerabilityOf,
  misconfiguration: misconfigurationOf,
  secret: secretOf,
  license: licenseOf,
} as const;

/** With --show-suppressed. A secret is never suppressed. */
function ignoredOf(modified: Fields, target: Target): Reported {
  const type = text(modified, 'Type');
  const read =
    Object.entries(READERS).find(([name]) => name === type)?.[1] ?? refuse(modified, 'has a "Type" that is not known');
  const result = read(object(modified, 'Finding'), target);
  if (result.subject.kind === 'secret') return result;
  const reason = maybeText(modified, 'Statement') ?? maybeText(modified, 'Status') ?? '';
  return { ...result, suppressed: { by: 'tool', reason } };
}

/** What Trivy calls targets that are no file: packages of a language wherever they are, of a distribution, loose licenses. */
const NO_FILES: ReadonlySet<string> = new Set([
  ...[
    'Node.js',
    'Python',
    'Ruby',
    'Java',
    'Conda',
    'Julia',
    'PHP',
    'OS Packages',
    'Loose File License(s)',
    'Kubernetes',
  ],
]);

function pathOf(result: Fields, where: Scanned): Pick<Target, 'path' | 'file'> {
  const target = maybeText(result, 'Target');
  if (target === undefined || maybeText(result, 'Class') === 'os-pkgs' || NO_FILES.has(target)) return {};
  if (where.kind === 'files') return { path: target, file: target };
  return isItself(target, where) ? {} : { file: fileIn(where, target) };
}

/** Whether a target is what was scanned, and no file in it: the image by its name and tag, or the object of a cluster. */
function isItself(target: string, { image, resource }: Scanned): boolean {
  return imageWithoutTag(target) === image || resource?.endsWith(target) === true;
}

import { packageNamed } from '../../dependency/packages.ts';
import { shape, text, texts } from '../../shapes.ts';
import type { Kind } from '../../words.ts';
import { after, type Named, type Naming, parted } from './named.ts';

/**
 * Trivy: what a rule is about is its name, and a tag; package, version and severity are lines of the message. Its license rules are
 * `package:license`. https://github.com/aquasecurity/trivy/blob/main/pkg/report/sarif.go
 */
export const trivy: Naming = {
  rule(descriptor, id) {
    const tags = texts(shape(descriptor.properties).tags);
    const kind = kindOf(text(descriptor.name) ?? '', tags, id);
    return { kind, advisories: kind === 'dependency' ? [id] : undefined, word: tags.find(isWord) };
  },
  result(_, message, rule) {
    const word = after(message, 'Severity: ');
    const license = after(message, 'License ');
    const name = after(message, license === undefined ? 'Package: ' : 'PkgName: ');
    const found: Named = { word, license };
    if (name === undefined) return license === undefined ? found : { ...found, package: { name: parted(rule).name } };
    return {
      ...found,
      package: packageNamed(undefined, name),
      version: after(message, 'Installed Version: '),
      fixed: after(message, 'Fixed Version: '),
    };
  },
  image: (run) => text(shape(run.properties).imageName),
};

function kindOf(name: string, tags: readonly string[], id: string): Kind | undefined {
  const said = `${name} ${tags[0] ?? ''}`.toLowerCase();
  if (said.includes('secret')) return 'secret';
  if (said.includes('misconfiguration')) return 'configuration';
  if (said.includes('license')) return 'license';
  if (said.includes('vulnerability') || /^(?:CVE|GHSA)-/.test(id)) return 'dependency';
  // https://github.com/aquasecurity/trivy-checks: AWS-0001, KSV001, DS002, with AVD- before them up to Trivy 0.68
  return /^(?:AVD-|[A-Z]+-?\d{3,4}$)/.test(id) ? 'configuration' : 'code';
}

function isWord(tag: string): boolean {
  return tag === 'CRITICAL' || tag === 'HIGH' || tag === 'MEDIUM' || tag === 'LOW' || tag === 'UNKNOWN';
}

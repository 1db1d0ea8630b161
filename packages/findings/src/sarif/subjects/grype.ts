import { packageInPurl, packageNamed, packageType } from '../../dependency/packages.ts';
import type { Package } from '../../result.ts';
import { list, type Shape, shape, text, texts } from '../../shapes.ts';
import { after, type Naming } from './named.ts';

/**
 * Grype: all is in the rule's help, since there is one rule for each advisory and package (`CVE-2024-1-libc6`); the image is in the
 * result's message. https://github.com/anchore/grype/blob/main/grype/presenter/sarif/presenter.go
 */
export const grype: Naming = {
  rule(descriptor) {
    const help = text(shape(descriptor.help).text) ?? '';
    const id = after(help, 'Vulnerability ');
    if (id === undefined) return undefined;
    return {
      kind: 'dependency',
      advisories: [id],
      word: after(help, 'Severity: '),
      package: packageOf(descriptor, help),
      version: after(help, 'Version: '),
      fixed: after(help, 'Fix Version: '),
    };
  },
  result(result, message) {
    const words = ' was found in image ';
    const from = message.indexOf(words);
    if (from < 0) return { image: imageIn(result) };
    const rest = message.slice(from + words.length);
    const end = rest.indexOf(' at: ');
    return { image: end < 0 ? rest : rest.slice(0, end) };
  },
};

/** Before Grype 0.65, an image stands only before the layer and the file: `nginx:1.27@sha256:…:/var/lib/dpkg/status`. */
function imageIn(result: Shape): string | undefined {
  const place = text(shape(list(shape(list(result.locations)[0]).logicalLocations)[0]).fullyQualifiedName);
  const layer = place?.lastIndexOf('@sha256:') ?? -1;
  return layer > 0 ? place?.slice(0, layer) : undefined;
}

function packageOf(descriptor: Shape, help: string): Package | undefined {
  const [purl] = texts(shape(descriptor.properties).purls);
  const found = purl === undefined ? undefined : packageInPurl(purl);
  if (found) return found;
  const name = after(help, 'Package: ');
  return name === undefined ? undefined : packageNamed(packageType(after(help, 'Type: ') ?? ''), name);
}

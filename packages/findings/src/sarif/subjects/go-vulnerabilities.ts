import { packageNamed } from '../../dependency/packages.ts';
import { list, type Shape, shape, text, texts } from '../../shapes.ts';
import { type Naming, parted } from './named.ts';

/**
 * govulncheck: other ids are the rule's tags; the module is that of the last step of a flow, else what the message has in brackets.
 * https://github.com/golang/vuln/blob/master/internal/sarif/handler.go
 */
export const govulncheck: Naming = {
  rule: (descriptor, id) => ({ kind: 'dependency', advisories: [id, ...texts(shape(descriptor.properties).tags)] }),
  result(result, message) {
    const said = moduleOf(result) ?? inBrackets(message);
    if (said === undefined) return undefined;
    const { name, version } = parted(said);
    return { package: packageNamed('golang', name), version };
  },
};

function moduleOf(result: Shape): string | undefined {
  const flow = shape(list(shape(list(result.codeFlows)[0]).threadFlows)[0]);
  return text(shape(list(flow.locations).at(-1)).module);
}

function inBrackets(message: string): string | undefined {
  const open = message.indexOf('(');
  const close = message.indexOf(')', open);
  return open < 0 || close < 0
    ? undefined
    : message
        .slice(open + 1, close)
        .split(',', 1)[0]
        ?.trim();
}

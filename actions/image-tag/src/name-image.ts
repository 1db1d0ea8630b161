import type { Registry } from '@actions-aws/registry';
import { ageByGit } from '@actions-aws/registry/order';
import { askRegistry } from './ask-registry.ts';
import { someOf } from './checkout/changes.ts';
import { type Checkout, readCheckout } from './checkout/checkout.ts';
import { type MoreHistory, moreHistory } from './checkout/more-history.ts';
import type { Given, ImageTag } from './inputs/inputs.ts';
import { labelsOf } from './labels.ts';
import { type Names, namesOf } from './names/names.ts';
import { templateOf } from './names/template.ts';
import { leftOut, type NamedImage, reportAnswer, reportFailure, reportNames } from './report/report.ts';

/**
 * Names the image by what is checked out, says so, and only then asks the registry: the names hold whether it answers or not.
 *
 * @throws UserError where the checkout has no name, where a name is taken, and where the registry gives no answer.
 */
export async function nameImage(run: ImageTag, registry: Registry): Promise<void> {
  const { inputs, env, log, clock, signal } = run;
  const checkout = await readCheckout(inputs, env);
  const { git, head, ref, unknown, missing } = checkout;
  if (ref.kind === 'none') log.notice(leftOut(ref));
  if (unknown.length > 0) {
    log.warning(
      `There are files that git does not know: ${someOf(unknown)}. If the build takes them, the name does not tell.`,
    );
  }
  if (missing.length > 0) {
    log.warning(
      `The name says more than is checked out: ${someOf(missing)}. A build of all of it would have the same name.`,
    );
  }
  const names = namesIn(checkout, inputs);
  const { image, component = '' } = inputs;
  const { sha } = head;
  const named: NamedImage = { image, names, ref, sha, labels: labels(checkout, names, { component, env }) };
  reportNames(named, run);
  const sleep = (ms: number) => clock.sleep(ms, signal);
  const more: MoreHistory = moreHistory(git, sha, { env, token: inputs.token ?? '', sleep });
  try {
    const template = templateOf(inputs.template, component);
    const question = { key: inputs.key, component, names, ref, sha, template };
    const age = ageByGit(git, async (ours, theirs) => {
      const whole = await more.of(theirs);
      return whole && ageByGit(whole)(ours, theirs);
    });
    reportAnswer(named, await askRegistry(question, { registry, age }), run);
  } catch (thrown) {
    reportFailure(named, thrown, run);
    throw thrown;
  } finally {
    await more.remove();
  }
}

function namesIn(
  { head, ref, entries }: Checkout,
  { component = '', template, moving, buildArgs = new Map() }: Given,
): Names {
  const content = entries && { component, entries, buildArgs };
  return namesOf({ head, ref, component, template, moving, ...(content && { content }) });
}

function labels(
  { event, head }: Checkout,
  { tag, release, content }: Names,
  { component, env }: { readonly component: string; readonly env: ImageTag['env'] },
): readonly string[] {
  return labelsOf({
    repository: event.repository,
    slug: env.GITHUB_REPOSITORY ?? '',
    server: env.GITHUB_SERVER_URL ?? '',
    version: release?.version.text ?? tag,
    revision: head.sha,
    committedAt: head.committedAt,
    component,
    content,
  });
}

import { UserError } from '@actions-aws/action';
import type { Absent, Found, Mutability, Registry } from '@actions-aws/registry';
import {
  type AgeOf,
  byRevision,
  byVersion,
  forReleases,
  type MovingTag,
  nameIn,
  REVISION,
  rightTo,
  type Template,
  VERSION,
  type Verdict,
  type Version,
  versionOfName,
  versionsIn,
  type Wish,
} from '@actions-aws/registry/order';
import { identitySaid, otherComponent } from './identity.ts';
import { untilReleased } from './moving/unreleased.ts';
import type { Names } from './names/names.ts';
import type { Ref } from './ref.ts';
import { type Stock, stockOf } from './standing.ts';

/** What the registry is asked about. */
export interface Question {
  readonly key: 'commit' | 'tree';
  /** Empty where the repository builds one image. */
  readonly component: string;
  readonly names: Names;
  readonly ref: Ref;
  readonly sha: string;
  readonly template: Template;
}

/** Who answers. */
export interface Ports {
  readonly registry: Registry;
  /** How this run's commit stands to the revision of an image; undefined where the image has none. */
  readonly age: AgeOf;
}

/** What the registry has, and what that means. */
export interface Answer {
  readonly stock: Stock;
  readonly moving: readonly MovingTag[];
  readonly mutability: Mutability | undefined;
  /** What a person should look at, in sentences. */
  readonly warnings: readonly string[];
}

/** Looks at all names in the registry. It only reads; an answer that is none is an error, and never an absent image. */
export async function askRegistry(question: Question, ports: Ports): Promise<Answer> {
  const { key, component, names, ref, sha, template } = question;
  const { registry } = ports;
  const { release, wishes, content } = names;
  const version = release?.version;
  const needsVersions = !version?.isPrerelease && wishes.some(({ rule }) => rule !== 'revision');
  // The first call alone: where it is refused, so would be the others.
  const ours = { tag: names.tag, found: await described(registry, names.tag) };
  const [listed, mutability, theirs] = await Promise.all([
    needsVersions ? registry.tags() : undefined,
    registry.mutability(),
    release && described(registry, release.tag),
  ]);
  const stock = stockOf(ours, release && theirs && { tag: release.tag, found: theirs }, {
    key,
    sha,
    component,
    content,
  });
  const facts = { version, released: versionsIn(listed ?? [], template) };
  const judged = await Promise.all(
    wishes.map(async (wish): Promise<Judged> => {
      const right = rightTo(wish, facts, untilReleased(ref));
      if ('denied' in right) return { tag: wish.tag, move: false, why: right.denied, rule: right.by, from: '' };
      const found = await registry.describe(wish.tag);
      const from = found.digest ?? '';
      const told = { tag: wish.tag, rule: right.by, from };
      if (stock.state === 'present' && from === stock.digest)
        return { ...told, move: true, why: 'it is this image already' };
      const other = found.state === 'present' && otherComponent(await identitySaid(found), component);
      if (other) return { ...told, move: false, why: `its image is of ${other}`, isForeign: true };
      if (right.by === 'version') return { ...told, ...byVersion(wish, facts, await versionSaid(found, template)) };
      const said = wish.rule === 'latest' ? await versionSaid(found, template) : undefined;
      if (said && !said.isPrerelease) return { ...told, move: false, why: forReleases(said) };
      return { ...told, ...(await judgedByRevision(found, sha, ports)) };
    }),
  );
  const there = [
    ...(ours.found.state === 'present' ? [names.tag] : []),
    ...(release && theirs?.state === 'present' ? [release.tag] : []),
    ...judged.flatMap(({ tag, from }) => (from === '' ? [] : tag)),
  ];
  if (listed?.length === 0 && there[0] !== undefined) throw listsNothing(there[0]);
  return {
    stock,
    mutability,
    moving: judged.map(({ tag, move, why, rule, from }) => ({ tag, move, why, rule, from, revision: sha })),
    warnings: warningsOf(stock, judged),
  };
}

/** Then nothing is known of the versions, and a backport would pass for the highest one. */
function listsNothing(tag: string): UserError {
  return new UserError(`The registry lists no tags of the repository, and yet has ${tag}.`, {
    hint: 'Run the job again; if this stays, ask who runs the registry whether this user may list tags.',
    code: 'unavailable',
  });
}

/** What a name has, with what the image says it is of. */
async function described(registry: Registry, tag: string) {
  const found = await registry.describe(tag);
  if (found.state !== 'present') return found;
  return { ...found, revision: await found.says(REVISION), identity: await identitySaid(found) };
}

/** The version that an image says it is, where a tag points to one. */
async function versionSaid(found: Found | Absent, template: Template): Promise<Version | undefined> {
  if (found.state !== 'present') return undefined;
  const said = (await found.says(VERSION)) ?? '';
  return versionOfName(nameIn(template, said) ?? said);
}

async function judgedByRevision(found: Found | Absent, sha: string, { age }: Ports): Promise<Verdict> {
  if (found.state === 'present') return byRevision(await age(sha, await found.says(REVISION)));
  if (found.state === 'absent') return byRevision(undefined);
  return byRevision({ order: 'unknown', because: 'its image is archived, and does not say which commit it is of' });
}

type Judged = MovingTag & Pick<Verdict, 'isUnsure'> & { readonly isForeign?: boolean };

function warningsOf(stock: Stock, judged: readonly Judged[]): readonly string[] {
  const foreign = judged.filter(({ isForeign }) => isForeign);
  const unsure = judged.filter(({ isUnsure }) => isUnsure);
  return [
    ...(stock.warning ? [stock.warning] : []),
    ...foreign.map(
      ({ tag, why }) =>
        `${tag} stays where it is: ${why}. Name the component in every tag, with \`template: '{component}-{name}'\`. Where that is the same component under an older name, move the tag by hand, once.`,
    ),
    ...unsure.map(({ tag, why }) => `${tag} may move, though nothing says that it moves forward: ${why}.`),
  ];
}

/** The moving tags where the registry was not asked to the end: what is not known moves nothing. */
export function undecided(wishes: readonly Wish[], sha: string): readonly MovingTag[] {
  return wishes.map(({ tag, rule }) => ({
    tag,
    move: false,
    why: 'the registry gave no answer',
    rule: rule === 'revision' ? rule : 'version',
    from: '',
    revision: sha,
  }));
}

import { type Graph, oneOf, type Random } from './random-history.ts';
import { historyOf, mergeBases, newest } from './reference.ts';
import type { TestEvent, World } from './world.ts';

/** An event in a random history, and what is right. */
export interface Asked {
  readonly what: string;
  readonly event: TestEvent;
  /** What is checked out. */
  readonly at: string;
  readonly head: string;
  /** Every base that is right; undefined stands for none, so that everything is new. */
  readonly bases: readonly (string | undefined)[];
  /** Where no answer is right: what was asked for does not tell. */
  readonly isOpen: boolean;
}

type Draw = (world: World, graph: Graph, random: Random) => Asked;

/** The kinds of event. */
const draws: readonly Draw[] = [pushed, created, pull, tagged, scheduled, since];

/** One of them, with commits by chance. */
export function randomQuestion(world: World, graph: Graph, random: Random): Asked {
  return oneOf(random, draws)(world, graph, random);
}

const commitsOf = (graph: Graph) => [...graph.keys()];

function pushed(_: World, graph: Graph, random: Random): Asked {
  const [before, after] = [oneOf(random, commitsOf(graph)), oneOf(random, commitsOf(graph))];
  const payload = { before, after, forced: !historyOf(graph, after).has(before), commits: [{}] };
  const event = { name: 'push', ref: 'refs/heads/topic', sha: after, payload };
  return { what: 'push', event, at: after, head: after, bases: [before], isOpen: false };
}

function created(world: World, graph: Graph, random: Random): Asked {
  const [tip, after] = [oneOf(random, commitsOf(graph)), oneOf(random, commitsOf(graph))];
  world.origin.git('update-ref', 'refs/heads/main', tip);
  const payload = { before: '0'.repeat(40), after, commits: [{}] };
  const event = { name: 'push', ref: 'refs/heads/topic', sha: after, payload };
  return { what: 'new branch', event, at: after, head: after, ...sinceLeft(graph, tip, after) };
}

function pull(_: World, graph: Graph, random: Random): Asked {
  const [base, head] = [oneOf(random, commitsOf(graph)), oneOf(random, commitsOf(graph))];
  const payload = { pull_request: { number: 1, base: { sha: base }, head: { sha: head } } };
  const isFork = random() < 0.5;
  const event = { name: isFork ? 'pull_request_target' : 'pull_request', sha: base, payload };
  return { what: event.name, event, at: isFork ? base : head, head, ...sinceLeft(graph, base, head) };
}

function sinceLeft(graph: Graph, base: string, head: string): Pick<Asked, 'bases' | 'isOpen'> {
  const bases = mergeBases(graph, base, head);
  return { bases: bases.length > 0 ? bases : [undefined], isOpen: bases.includes(head) };
}

function tagged(world: World, graph: Graph, random: Random): Asked {
  const head = oneOf(random, commitsOf(graph));
  const others = commitsOf(graph).filter((sha) => sha !== head && random() < 0.3);
  others.forEach((sha, index) => {
    world.origin.git('tag', `v1.${index}`, sha);
  });
  world.origin.git('tag', 'v2.0', head);
  const before = newest(
    graph,
    others.filter((sha) => historyOf(graph, head).has(sha)),
  );
  const event = { name: 'push', ref: 'refs/tags/v2.0', sha: head, payload: { before: '0'.repeat(40), after: head } };
  return {
    what: 'tag',
    event,
    at: head,
    head,
    bases: before.length > 0 ? fewest(graph, head, before) : [undefined],
    isOpen: false,
  };
}

/** Those with the fewest commits between. */
function fewest(graph: Graph, head: string, bases: readonly string[]): string[] {
  const between = (base: string) => historyOf(graph, head).size - historyOf(graph, base).size;
  const least = Math.min(...bases.map(between));
  return bases.filter((base) => between(base) === least);
}

function scheduled(_: World, graph: Graph, random: Random): Asked {
  const head = oneOf(random, commitsOf(graph));
  const event = { name: 'schedule', sha: head };
  return { what: 'schedule', event, at: head, head, bases: [graph.get(head)?.[0]], isOpen: false };
}

function since(_: World, graph: Graph, random: Random): Asked {
  const [base, head] = [oneOf(random, commitsOf(graph)), oneOf(random, commitsOf(graph))];
  const event = { name: 'workflow_dispatch', sha: head, wanted: { since: base } };
  return { what: 'since', event, at: head, head, bases: [base], isOpen: false };
}

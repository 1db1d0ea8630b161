/** What a push to main of the example must come to. */
export interface Expected {
  readonly verdict: 'pass' | 'block' | 'incomplete';
  /** Outcome of the upload. */
  readonly upload: 'uploaded' | 'rejected';
  /** Rules of the alerts that are open afterwards, sorted. */
  readonly alerts: readonly string[];
}

/** A push, and how it is told. */
export interface SecurityPush {
  readonly title: string;
  readonly about: string;
  readonly subject: string;
  /** The folders of the example's `commits/` that lie over its sources, in order. */
  readonly layers: readonly string[];
  /** Whether a token stands in it: it is made up here, so that none is found in this repository. */
  readonly hasToken: boolean;
  readonly expected: Expected;
  /** What it comes to, told when it ended as it should. */
  readonly moral: string;
}

/** The name by which `npm start -- SCENE` plays it alone. */
export const securityScene = 'security';

/** Looks like one of GitHub, and opens nothing. */
export const madeUpToken = `ghp_${'0aB9'.repeat(9)}`;

/** The story, from four scanners of which one has failed to a page without a blocking finding. */
export const pushes: readonly SecurityPush[] = [
  {
    title: 'A scanner that failed is not a clean one',
    about:
      'A shop’s offers become formulas, which are given to eval; a token of GitHub stands in the sources; and the registry gives npm audit no answer, which it writes as JSON and not as an error of its own.',
    subject: 'Let offers be formulas',
    layers: ['2-formulas', 'registry-down'],
    hasToken: true,
    expected: { verdict: 'incomplete', upload: 'rejected', alerts: ['B311', 'github-pat', 'no-eval'] },
    moral:
      'The verdict is “incomplete”, and not “block”, though two findings are there that would block. What the other three saw is in the Security tab; nothing was sent in the name of npm audit, so that no alert of it would close.',
  },
  {
    title: 'Findings block, and are uploaded all the same',
    about: 'The registry answers again.',
    subject: 'Take npm’s registry again',
    layers: ['2-formulas'],
    hasToken: true,
    expected: {
      verdict: 'block',
      upload: 'uploaded',
      alerts: ['B311', 'GHSA-j8xg-fqg3-53r7', 'github-pat', 'no-eval'],
    },
    moral:
      'The eval and the token block; the weak package and the weak random number do not. The step that uploads runs after a red gate as well. The token’s value is in no log and in no file.',
  },
  {
    title: 'The fix closes its alerts',
    about: 'Formulas have names, and the token is gone.',
    subject: 'Name the formulas',
    layers: ['3-table'],
    hasToken: false,
    expected: { verdict: 'pass', upload: 'uploaded', alerts: ['B311', 'GHSA-j8xg-fqg3-53r7'] },
    moral: 'Both are fixed, since the scans that had reported them ran whole; the two that are left block nothing.',
  },
];

import { createHash } from 'node:crypto';
import { Window } from 'happy-dom';
import type { Findings } from '../src/report/document.ts';
import { htmlReport } from '../src/report/html/html-report.ts';
import { page } from '../src/report/html/page.js';
import { piecesOf } from './support/listing.ts';
import { finding, told } from './support/told.ts';

const windows: Window[] = [];
afterEach(async () => {
  for (const window of windows.splice(0)) await window.happyDOM.close();
});

/** The page as a browser shows it, before its script runs; the script is run by `page`. */
function opened(run: Findings, options?: { most: number }) {
  const text = piecesOf(htmlReport(run, options), run.findings()).join('');
  const window = new Window();
  windows.push(window);
  window.document.write(text);
  return { text, document: window.document, window };
}

function searched(run: Findings, options?: { most: number }) {
  const { document, window } = opened(run, options);
  page(document);
  const rules = () =>
    [...document.querySelectorAll('#list tbody tr[data-index] td:nth-child(3)')].map((cell) => cell.textContent);
  const shown = () => document.getElementById('shown')?.textContent;
  const type = (words: string) => {
    const search = document.getElementById('search') as unknown as { value: string };
    search.value = words;
    choose();
  };
  const select = (name: string, value: string) => {
    const choice = document.querySelector(`[name="${name}"]`) as unknown as { value: string };
    choice.value = value;
    choose();
  };
  const choose = () => document.getElementById('controls')?.dispatchEvent(new window.Event('input', { bubbles: true }));
  const press = (key: string) =>
    document
      .getElementById('list')
      ?.dispatchEvent(new window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  return { document, window, rules, shown, type, select, press };
}

const HOSTILE = '</script><img src=x onerror=alert(1)><!--<script>"\'&\u2028';

describe('the page of findings', () => {
  it('has a policy by which its own script and style run, and nothing else', () => {
    const { text, document } = opened(told([finding()]));
    const policy = document.querySelector('meta[http-equiv]')?.getAttribute('content') ?? '';
    const hashOf = (element: string) => {
      const inside = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(text)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(inside).digest('base64')}'`;
    };
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hashOf('script')}`,
      `style-src ${hashOf('style')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(text).not.toMatch(/\sstyle="|\son\w+="|https?:\/\/(?!www\.w3\.org)/);
  });

  it('keeps what tools write as text, wherever it stands', () => {
    const hostile = finding({
      rule: HOSTILE,
      message: HOSTILE,
      path: HOSTILE,
      help: HOSTILE,
      reason: HOSTILE,
      results: [
        {
          scan: 'bandit',
          tool: HOSTILE,
          rule: HOSTILE,
          severity: 'high',
          source: 'tool',
          said: HOSTILE,
          fate: 'open',
          reason: HOSTILE,
          path: HOSTILE,
          message: `2${HOSTILE}`,
        },
      ],
    });
    const scan = {
      name: HOSTILE,
      tool: HOSTILE,
      version: HOSTILE,
      results: 1,
      findings: 1,
      complete: false,
      failures: [{ kind: 'partial', message: HOSTILE, hint: HOSTILE }],
    } as const;
    const run = told([hostile], { scans: [scan], acceptance: { expired: [HOSTILE], unused: [] } });
    const { document, press } = searched(run);
    expect(document.querySelectorAll('img')).toHaveLength(0);
    expect(document.querySelectorAll('script')).toHaveLength(3);
    expect(document.querySelector('#list td:nth-child(5)')?.textContent).toBe(HOSTILE);
    press('Enter');
    expect(document.querySelector('#detail h3')?.textContent).toBe(HOSTILE);
    expect(document.querySelectorAll('img')).toHaveLength(0);
    expect(piecesOf(htmlReport(run), run.findings()).join('')).not.toContain('<img');
  });

  it('is read without its script as well: the verdict, the scans, and the worst findings', () => {
    const many = Array.from({ length: 150 }, (_, index) => finding({ rule: `R${index}` }));
    const { document } = opened(told(many));
    expect(document.querySelector('h1')?.textContent).toBe('Blocked');
    expect(document.querySelectorAll('#list tbody tr')).toHaveLength(100);
    expect(document.getElementById('shown')?.textContent).toContain('The 100 worst');
    expect(document.getElementById('controls')?.hasAttribute('hidden')).toBe(true);
  });

  it('finds by every word, in rule, place, package, advisory and tool', () => {
    const eval_ = finding({ rule: 'B307', path: 'src/app.py' });
    const lodash = finding({
      rule: 'CVE-2021-23337',
      kind: 'dependency',
      message: 'Command injection.',
      dependency: {
        package: 'lodash',
        version: '4.17.20',
        advisories: ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm'],
        target: 'web/package-lock.json',
      },
    });
    const { rules, shown, type } = searched(told([eval_, lodash]));
    expect(rules()).toEqual(['B307', 'CVE-2021-23337']);
    expect(shown()).toBe('All 2 findings');
    for (const words of ['lodash', 'LODASH web/', 'ghsa-35jh', '4.17.20']) {
      type(words);
      expect(rules()).toEqual(['CVE-2021-23337']);
      expect(shown()).toBe('1 of 2 findings');
    }
    type('lodash eval');
    expect(rules()).toEqual([]);
    expect(shown()).toBe('0 of 2 findings');
    type('  ');
    expect(rules()).toEqual(['B307', 'CVE-2021-23337']);
  });

  it('filters by severity, kind, state, fate, scan and blocking', () => {
    const all = [
      finding({ rule: 'a', severity: 'critical', blocks: 'fail-on' }),
      finding({ rule: 'b', kind: 'secret', state: 'unchanged' }),
      finding({ rule: 'c', fate: 'accepted', reason: 'known' }),
    ];
    const { rules, select, document, window } = searched(told(all));
    const only = (name: string, value: string) => {
      select(name, value);
      const found = rules();
      select(name, '');
      return found;
    };
    expect(only('severity', '0')).toEqual(['a']);
    expect(only('kind', '2')).toEqual(['b']);
    expect(only('state', '1')).toEqual(['b']);
    expect(only('fate', '2')).toEqual(['c']);
    expect(only('scan', '0')).toEqual(['a', 'b', 'c']);
    (document.querySelector('[name="blocks"]') as unknown as { checked: boolean }).checked = true;
    document.getElementById('controls')?.dispatchEvent(new window.Event('input', { bubbles: true }));
    expect(rules()).toEqual(['a']);
  });

  it('moves, opens and closes by keys', () => {
    const many = Array.from({ length: 60 }, (_, index) => finding({ rule: `R${index}` }));
    const { document, press } = searched(told(many));
    const current = () => document.querySelector('#list tr[tabindex="0"] td:nth-child(3)')?.textContent;
    expect(current()).toBe('R0');
    press('ArrowDown');
    press('ArrowDown');
    press('ArrowUp');
    expect(current()).toBe('R1');
    press('Home');
    press('ArrowUp');
    expect(current()).toBe('R0');
    press('Enter');
    expect(document.querySelector('#detail h3')?.textContent).toBe('R0');
    expect(document.getElementById('detail')?.hasAttribute('open')).toBe(true);
    (document.querySelector('#detail button') as unknown as { click(): void }).click();
    expect(document.getElementById('detail')?.hasAttribute('open')).toBe(false);
  });

  it('draws the rows that are seen, and says how many there are', () => {
    const many = Array.from({ length: 5000 }, (_, index) => finding({ rule: `R${index}` }));
    const { document, shown } = searched(told(many));
    expect(document.querySelectorAll('#list tbody tr[data-index]').length).toBeLessThan(60);
    expect(document.querySelector('#list table')?.getAttribute('aria-rowcount')).toBe('5001');
    expect(shown()).toBe('All 5000 findings');
  });

  it('lists the worst where there are more than a browser takes, and says so', () => {
    const many = Array.from({ length: 30 }, (_, index) => finding({ rule: `R${index}` }));
    const { shown, rules } = searched(told(many), { most: 20 });
    expect(shown()).toBe('All the 20 worst findings');
    expect(rules()).toHaveLength(20);
  });

  it('lists a kind from its bar', () => {
    const all = [finding({ rule: 'a' }), finding({ rule: 'b', kind: 'secret' })];
    const { document, rules } = searched(told(all));
    (document.querySelector('button[data-kind="secret"]') as unknown as { click(): void }).click();
    expect(rules()).toEqual(['b']);
  });

  it('is whole where nothing was found', () => {
    const { document, rules, shown } = searched(told([], { verdict: 'pass', block: false }));
    expect(document.querySelector('h1')?.textContent).toBe('Passed');
    expect(rules()).toEqual([]);
    expect(shown()).toBe('All 0 findings');
  });
});

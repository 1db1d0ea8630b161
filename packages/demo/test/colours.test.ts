import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../src/stage/checkout.ts';
import { chapters } from '../src/story/chapters.ts';

type Rgb = readonly [number, number, number];

const sheet = readFileSync(path.join(root, 'packages/demo/src/report/style/colours.css'), 'utf8');
const releases = [1, 2, 3, 4, 5, 6];

describe.each(['light', 'dark'] as const)('the colours of the report, %s', (scheme) => {
  // WCAG 2.2, success criteria 1.4.3 and 1.4.11.
  test.each([
    ...['ink', 'soft', 'link', 'good', 'bad'].flatMap((text) => [
      [text, 'page', 4.5] as const,
      [text, 'card', 4.5] as const,
    ]),
    ['good', 'good-soft', 4.5] as const,
    ['bad', 'bad-soft', 4.5] as const,
    ['on-tone', 'good', 4.5] as const,
    ['on-tone', 'bad', 4.5] as const,
    ['error', 'card', 3] as const,
    ...releases.flatMap((release) => [
      [`on-release-${release}`, `release-${release}`, 4.5] as const,
      [`release-${release}`, 'card', 3] as const,
    ]),
  ])('%s can be read on %s', (over, under, least) => {
    expect(contrast(colour(over, scheme), colour(under, scheme))).toBeGreaterThanOrEqual(least);
  });

  const met = [...new Set(chapters.flatMap(({ live, canary }) => [live, canary ?? live]))];
  const pairs = met.flatMap((one, index) => met.slice(index + 1).map((other) => [one, other] as const));
  test.each(pairs)('release %s is not taken for release %s, however eyes see colours', (one, other) => {
    const [a, b] = [colour(`release-${one}`, scheme), colour(`release-${other}`, scheme)];
    for (const see of Object.values(eyes)) expect(distance(see(a), see(b))).toBeGreaterThan(0.1);
  });
});

/** A colour of the style sheet, in linear light. */
function colour(name: string, scheme: 'light' | 'dark'): Rgb {
  const value = new RegExp(`--${name}: (.*);`).exec(sheet)?.[1] ?? '';
  const [light = '', dark = light] = value.match(/#[0-9a-f]{6}/g) ?? [];
  const hex = scheme === 'light' ? light : dark;
  const channel = (at: number) => {
    const encoded = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG's contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = ([red, green, blue]: Rgb) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/**
 * How colours look without one of the three kinds of cones, and with all.
 *
 * Source: Machado, Oliveira, Fernandes (2009), severity 1, https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html
 */
const eyes: Readonly<Record<string, (colour: Rgb) => Rgb>> = {
  all: (seen) => seen,
  protanopia: seenBy([0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]),
  deuteranopia: seenBy([0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]),
  tritanopia: seenBy([1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]),
};

function seenBy(...rows: readonly Rgb[]): (colour: Rgb) => Rgb {
  return (seen) => rows.map((row) => clamped(times(row, seen))) as unknown as Rgb;
}

/** The distance of two colours in OKLab, where black and white are 1 apart: https://bottosson.github.io/posts/oklab/ */
function distance(a: Rgb, b: Rgb): number {
  const lab = (seen: Rgb) => {
    const cones = [
      [0.4122214708, 0.5363325363, 0.0514459929] as const,
      [0.2119034982, 0.6806995451, 0.1073969566] as const,
      [0.0883024619, 0.2817188376, 0.6299787005] as const,
    ].map((row) => Math.cbrt(times(row, seen))) as unknown as Rgb;
    return [
      times([0.2104542553, 0.793617785, -0.0040720468], cones),
      times([1.9779984951, -2.428592205, 0.4505937099], cones),
      times([0.0259040371, 0.7827717662, -0.808675766], cones),
    ];
  };
  const [from, to] = [lab(a), lab(b)];
  return Math.hypot(...from.map((value, index) => value - to[index]!));
}

function times([a, b, c]: Rgb, [x, y, z]: Rgb): number {
  return a * x + b * y + c * z;
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}

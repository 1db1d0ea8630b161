import { siteDomain } from '../src/index.ts';

const move = (resource: string) => siteDomain.resourceOf?.({ service: 's3', operation: 'PutObject', resource });

test('a move is found again in another run, whose time and nonce are others; all else has one name in each', () => {
  const [from, to] = ['0123456789abcdef', 'fedcba9876543210'];
  const forth = move(`shop-site/history/E1APP/8203975602-${from}-${to}-27c80ea8.json`);
  expect(forth).toBe(`shop-site/history/E1APP/*-${from}-${to}-*.json`);
  const back = move(`shop-site/history/E1APP/8203975602-${to}-${from}-27c80ea8-back.json`);
  expect(back).toBe(`shop-site/history/E1APP/*-${to}-${from}-*-back.json`);
  expect(move(`shop-site/history/E1APP/8203975602-none-${to}-27c80ea8.json`)).toContain(`/*-none-${to}-*.json`);
  expect(move(`shop-site/r/${from}/index.html`)).toBe(`shop-site/r/${from}/index.html`);
});

import { configurationIn, edited } from '../src/index.ts';
import { configAnswer, distributionAnswer, NAMESPACE } from './support/configuration.ts';

const content = { originPath: '/r/9f86d081884c7d65', comment: 'Web shop ~p.tabcd' };

test('of the whole document two texts change, and no other byte', () => {
  const { xml } = configurationIn(configAnswer());
  const expected = xml
    .replace('<OriginPath>/r/0123456789abcdef</OriginPath>', '<OriginPath>/r/9f86d081884c7d65</OriginPath>')
    .replace('<Comment>Web shop</Comment>', '<Comment>Web shop ~p.tabcd</Comment>');
  expect(edited({ xml, originPath: '', comment: '' }, content)).toBe(expected);
  expect(configurationIn(expected)).toEqual({ xml: expected, ...content });
});

test('it is the same, read with the distribution or by itself', () => {
  const alone = configurationIn(configAnswer());
  const within = configurationIn(distributionAnswer());
  expect(within).toEqual(alone);
  expect(alone).toMatchObject({ originPath: '/r/0123456789abcdef', comment: 'Web shop' });
  expect(alone.xml.startsWith(`<DistributionConfig xmlns="${NAMESPACE}">`)).toBe(true);
});

test.each([
  ['empty', '<OriginPath></OriginPath>'],
  ['written as empty', '<OriginPath/>'],
  ['written as empty with a space', '<OriginPath />'],
  ['not there', ''],
])('a path that is %s is none, and gets one', (_, originPath) => {
  const configuration = configurationIn(configAnswer({ originPath }));
  expect(configuration.originPath).toBe('');
  const next = configurationIn(edited(configuration, content));
  expect(next).toMatchObject(content);
  expect(next.xml.match(/<OriginPath>\/r/g)).toHaveLength(1);
  expect(next.xml).toContain('<DomainName>api.example.com</DomainName><OriginPath></OriginPath>');
});

test.each([
  ['with entities', '<Comment>a &amp; b &lt;c&gt; &#233;&#x21;</Comment>', 'a & b <c> é!'],
  ['as CDATA', '<Comment><![CDATA[a & b]]></Comment>', 'a & b'],
  ['written as empty', '<Comment/>', ''],
  ['not there', '', ''],
])('a comment %s is read as its text, and written so that it is the same', (_, comment, text) => {
  const configuration = configurationIn(configAnswer({ comment }));
  expect(configuration.comment).toBe(text);
  const next = edited(configuration, { ...content, comment: `${text} ~p` });
  expect(configurationIn(next).comment).toBe(`${text} ~p`);
  expect(next).toContain('<Comment>not this one</Comment>');
});

test('where the default behaviour leads to no origin, as to a group of them, it is refused', () => {
  expect(() => configurationIn(configAnswer({ target: 'group' }))).toThrow(
    'The default behaviour of the distribution leads to group, which is none of its origins.',
  );
});

test.each(['', 'no xml', '<a><b></a>', '<a>', '<Other/>'])('%j is no configuration', (text) => {
  expect(() => configurationIn(text)).toThrow(Error);
});

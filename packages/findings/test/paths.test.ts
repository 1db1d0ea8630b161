import { imageName, withoutTags } from '../src/places/image-name.ts';
import { pathsIn } from '../src/places/paths.ts';
import { placesOf } from '../src/places/sarif-place.ts';

const checkout = '/home/runner/work/shop/shop';

describe('a path of the file system', () => {
  it.each([
    ['src/a.py', '', 'src/a.py'],
    ['./src/a.py', '', 'src/a.py'],
    ['src//x/../a.py', '', 'src/a.py'],
    ['.github/workflows/ci.yml', '', '.github/workflows/ci.yml'],
    ['src\\win\\a.cs', '', 'src/win/a.cs'],
    ['a.py', 'backend', 'backend/a.py'],
    ['a.py', './backend/', 'backend/a.py'],
    ['../shared/a.py', 'backend', 'shared/a.py'],
    ['../../a.py', 'backend', undefined],
    ['..', '', undefined],
    ['', '', undefined],
    ['.', 'backend', undefined],
    [`${checkout}/src/a.py`, 'backend', 'src/a.py'],
    [`${checkout}//src/./a.py`, '', 'src/a.py'],
    [`${checkout}/../shop/src/a.py`, '', 'src/a.py'],
    [checkout, '', undefined],
    [`${checkout}-other/src/a.py`, '', undefined],
    [`${checkout}/../other/a.py`, '', undefined],
    ['/github/workspace/src/a.py', '', 'src/a.py'],
    ['/usr/lib/a.py', '', undefined],
    ['docs/100%.md', '', 'docs/100%.md'],
    ['app/[slug]/page with space.tsx', '', 'app/[slug]/page with space.tsx'],
    ['a\0b', '', undefined],
    ['__proto__/constructor.js', '', '__proto__/constructor.js'],
  ])('%j from %j is %j', (written, root, path) => {
    expect(pathsIn({ root, checkout }).ofFile(written)).toBe(path);
  });

  it.each([
    ['D:\\a\\shop\\shop\\src\\a.cs', 'src/a.cs'],
    ['d:/A/shop/shop/src/a.cs', 'src/a.cs'],
    ['C:\\a\\shop\\shop\\src\\a.cs', undefined],
    ['src\\a.cs', 'src/a.cs'],
  ])('%j in a checkout on Windows is %j', (written, path) => {
    expect(pathsIn({ root: '', checkout: 'D:\\a\\shop\\shop' }).ofFile(written)).toBe(path);
  });
});

describe('a URI', () => {
  it.each([
    ['src/a.py', 'src/a.py'],
    ['src/my%20file.py', 'src/my file.py'],
    ['src/100%.md', 'src/100%.md'],
    [`file://${checkout}/src/a.py`, 'src/a.py'],
    [`file:${checkout}/src/a.py`, 'src/a.py'],
    [`FILE://${checkout}/src/a%23b.py`, 'src/a#b.py'],
    [`file://localhost${checkout}/src/a.py`, 'src/a.py'],
    [`${checkout}/src/a.py`, 'src/a.py'],
    ['file://deploy/app.yaml', 'deploy/app.yaml'],
    ['file:deploy/app.yaml', 'deploy/app.yaml'],
    ['file:///etc/passwd', undefined],
    ['https://example.com/a.py', undefined],
    ['git::https://example.com/vpc/main.tf', undefined],
    ['library/nginx:1.27', 'library/nginx:1.27'],
    ['nginx:1.27', 'nginx:1.27'],
    ['pkg:npm/lodash@4.17.20', undefined],
    ['', undefined],
  ])('%j is %j', (uri, path) => {
    expect(pathsIn({ root: '', checkout }).ofUri(uri)).toBe(path);
  });

  it.each([
    ['file:///D:/a/shop/shop/src/a.cs', 'src/a.cs'],
    ['file://D:/a/shop/shop/src/a.cs', 'src/a.cs'],
    ['file:///D:/a/shop/shop/src/my%20a.cs', 'src/my a.cs'],
    ['D:\\a\\shop\\shop\\src\\a.cs', 'src/a.cs'],
    ['file:///C:/code/file1.c', undefined],
  ])('%j in a checkout on Windows is %j', (uri, path) => {
    expect(pathsIn({ root: '', checkout: 'D:\\a\\shop\\shop' }).ofUri(uri)).toBe(path);
  });
});

describe('a location of a run', () => {
  const run = {
    originalUriBaseIds: {
      ROOTPATH: { uri: `file://${checkout}/backend/` },
      CHAINED: { uri: 'src', uriBaseId: 'ROOTPATH' },
      '%SRCROOT%': { uri: 'file:///src/' },
      '8192': { uri: `file:${checkout}/src/main/java/` },
      EXECUTIONROOT: { description: { text: 'no URI' } },
      SYSTEM: { uri: 'file:///usr/include/' },
      CIRCLE: { uri: 'x/', uriBaseId: 'CIRCLE' },
      DEEP: { uriBaseId: 'ROOTPATH' },
    },
    artifacts: [{ location: { uri: 'first.js' } }, { location: { uri: 'second.js', uriBaseId: 'ROOTPATH' } }],
  };
  const places = (root = '') => placesOf(run, pathsIn({ root, checkout }));

  it.each([
    [{ uri: 'a.js', uriBaseId: 'ROOTPATH' }, 'backend/a.js'],
    [{ uri: 'a.js', uriBaseId: 'CHAINED' }, 'backend/src/a.js'],
    [{ uri: 'a.js', uriBaseId: '%SRCROOT%' }, 'a.js'],
    [{ uri: 'a.js', uriBaseId: '%UNDEFINED%' }, 'a.js'],
    [{ uri: 'a.js', uriBaseId: '__proto__' }, 'a.js'],
    [{ uri: 'org/App.java', uriBaseId: '8192' }, 'src/main/java/org/App.java'],
    [{ uri: 'a.yaml', uriBaseId: 'EXECUTIONROOT' }, 'a.yaml'],
    [{ uri: 'stdio.h', uriBaseId: 'SYSTEM' }, undefined],
    [{ uri: 'src/net/http/server.go', uriBaseId: '%GOROOT%' }, undefined],
    [{ uri: `file://${checkout}/a.js`, uriBaseId: 'ROOTPATH' }, 'a.js'],
    [{ uri: 'a.js', uriBaseId: 'DEEP' }, 'a.js'],
    [{ index: 1 }, 'backend/second.js'],
    [{ index: 7 }, undefined],
    [{ uri: 'a.js', index: 1 }, 'a.js'],
    [{}, undefined],
    [undefined, undefined],
  ])('%j is %j', (location, path) => {
    expect(places().at(location)?.path).toBe(path);
  });

  it('starts at the root of the scan where no base is known, and ends where bases run in a circle', () => {
    expect(places('web').at({ uri: 'a.js', uriBaseId: '%SRCROOT%' })?.path).toBe('web/a.js');
    expect(places('web').at({ index: 0 })?.path).toBe('web/first.js');
    expect(places().at({ uri: 'a.js', uriBaseId: 'CIRCLE' })?.path).toMatch(/^(x\/)+a\.js$/);
  });

  it.each([
    [{ region: { startLine: 3 } }, 3],
    [{ contextRegion: { startLine: 9 } }, 9],
    [{ region: { startLine: 0 }, contextRegion: { startLine: 9 } }, 9],
    [{ region: { charOffset: 17 } }, undefined],
    [{}, undefined],
  ])('has its line in %j: %j', (location, line) => {
    expect(places().line(location)).toBe(line);
  });
});

describe('what a location names', () => {
  it.each([
    [{ uri: 'a b.js' }, { path: 'a b.js', uri: 'a%20b.js' }],
    [{ uri: 'app/[id]/100%25:1#2.tsx' }, { path: 'app/[id]/100%:1#2.tsx', uri: 'app/%5Bid%5D/100%25%3A1%232.tsx' }],
    [{ uri: 'file:///usr/include/stdio.h' }, { uri: 'file:///usr/include/stdio.h' }],
    [{ uri: 'library/nginx:1.27' }, { path: 'library/nginx:1.27', uri: 'library/nginx%3A1.27' }],
  ])('%j is %j', (location, found) => {
    expect(placesOf({}, pathsIn({ root: '', checkout })).at(location)).toEqual(found);
  });

  it('has no tag where the tool scans images', () => {
    expect(placesOf({}, pathsIn({ root: '', checkout }), true).at({ uri: 'library/nginx:1.27' })?.path).toBe(
      'library/nginx',
    );
  });
});

describe('an image', () => {
  it.each([
    ['nginx', 'nginx'],
    ['nginx:1.27', 'nginx'],
    ['docker.io/library/nginx:1.27@sha256:0a', 'nginx'],
    ['library/nginx', 'nginx'],
    ['registry.example.com:5000/shop/api:3f2a', 'registry.example.com:5000/shop/api'],
    ['registry.example.com:5000/shop/api', 'registry.example.com:5000/shop/api'],
    ['ghcr.io/library/x', 'ghcr.io/library/x'],
  ])('%j is %j', (written, name) => {
    expect(imageName(written)).toBe(name);
  });

  it.each([
    ['library/nginx:1.27', 'library/nginx'],
    ['shop/api:3f2a/usr/lib/x.jar', 'shop/api/usr/lib/x.jar'],
    [`shop/api@sha256:${'0'.repeat(64)}/usr/lib/x.jar`, 'shop/api/usr/lib/x.jar'],
    ['a/b.txt', 'a/b.txt'],
  ])('in the path %j leaves %j', (path, left) => {
    expect(withoutTags(path)).toBe(left);
  });
});

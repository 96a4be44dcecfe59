import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { bundleSizes, moduleProblem } from './bundle-sizes';

describe('the sizes of the build', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'bundle-sizes-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('list module.js first, then the biggest, and scripts alone', () => {
    writeFileSync(path.join(folder, 'a.js'), randomBytes(100));
    writeFileSync(path.join(folder, 'b.js'), randomBytes(900));
    writeFileSync(path.join(folder, 'module.js'), 'x');
    writeFileSync(path.join(folder, 'module.js.map'), 'x');
    expect(bundleSizes(folder).map(({ file }) => file)).toEqual(['module.js', 'b.js', 'a.js']);
  });

  test('refuse a folder without module.js', () => {
    expect(() => bundleSizes(folder)).toThrow('build the plugin first');
  });

  test('pass at the limit and fail one byte above it', () => {
    writeFileSync(path.join(folder, 'module.js'), randomBytes(500));
    const sizes = bundleSizes(folder);
    expect(moduleProblem(sizes, sizes[0].gzipped)).toBeNull();
    expect(moduleProblem(sizes, sizes[0].gzipped - 1)).toContain(`module.js is ${sizes[0].gzipped} bytes`);
  });
});

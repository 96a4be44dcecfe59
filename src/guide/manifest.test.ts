import { milestoneFolders, parseManifest } from './manifest';

describe('parseManifest', () => {
  it('reads a path with its milestones, ignoring what it does not know', () => {
    const read = parseManifest({
      id: 'alerting-lj',
      type: 'path',
      milestones: ['alerting-first', 'alerting-second'],
      depends: ['a', ['b', 'c']],
      targeting: { match: { urlPrefix: '/alerting' } },
      stats: {},
    });
    expect(read).toMatchObject({
      ok: true,
      manifest: { milestones: ['alerting-first', 'alerting-second'], startingLocation: '/', language: 'en' },
    });
  });

  it.each([
    ['id', { type: 'guide' }],
    ['id', { id: 'Not Kebab', type: 'guide' }],
    ['type', { id: 'a', type: 'course' }],
    ['milestones', { id: 'a', type: 'path' }],
    ['milestones', { id: 'a', type: 'journey', milestones: [] }],
    ['milestones', { id: 'a', type: 'guide', milestones: ['b'] }],
    ['milestones.1', { id: 'a', type: 'path', milestones: ['b', '../c'] }],
    ['depends.0', { id: 'a', type: 'guide', depends: [7] }],
    ['startingLocation', { id: 'a', type: 'guide', startingLocation: '//evil.example' }],
    ['', 'x'],
  ])('names %j in a bad one', (path, json) => {
    const read = parseManifest(json);
    expect(read.ok ? [] : read.errors.map((error) => error.path)).toEqual([path]);
  });
});

describe('milestoneFolders', () => {
  it.each([
    ['alerting-lj', 'alerting-build-query', ['build-query', 'alerting-build-query', '../alerting-build-query']],
    ['path', 'lesson', ['lesson', '../lesson']],
  ])('looks for a lesson of %s named %s in %j', (path, lesson, folders) => {
    expect(milestoneFolders(path, lesson)).toEqual(folders);
  });
});

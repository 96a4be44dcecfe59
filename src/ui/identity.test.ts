import { joinPart } from './identity';

describe('the join page’s path', () => {
  test('gives what follows /join/', () => {
    expect(joinPart('/a/livesessions-guide-app/join/7K3M9Q')).toBe('7K3M9Q');
    expect(joinPart('/a/livesessions-guide-app/join/7K3M9Q/ABC/')).toBe('7K3M9Q/ABC');
  });

  test('is no other page', () => {
    expect(joinPart('/a/livesessions-guide-app')).toBeNull();
    expect(joinPart('/a/livesessions-guide-app/join/')).toBeNull();
    expect(joinPart('/a/another-app/join/7K3M9Q')).toBeNull();
  });
});

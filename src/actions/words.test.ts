import '../testing/jsdomGaps';
import { describeAddress } from './words';

describe('where a question says that it leads', () => {
  it.each([
    ['/dashboards', 'Go to /dashboards'],
    ['https://example.com/a?b=1#c', 'Open https://example.com/a?b=1#c in a new tab'],
    ['https://example.com:8443/', 'Open https://example.com:8443/ in a new tab'],
    ['HTTPS://EXAMPLE.com', 'Open https://example.com/ in a new tab'],
  ])('%s', (address, words) => expect(describeAddress(address)).toBe(words));

  it('ends with the host’s own end, however long a familiar name before it is', () => {
    const words = describeAddress(`https://grafana.com.${'login.'.repeat(30)}evil.example/${'x'.repeat(200)}`);
    expect(words).toContain('evil.example/');
    expect(words).not.toContain('grafana.com');
    expect(words.length).toBeLessThan(160);
  });

  it('shows a host that only looks like another as what it is', () => {
    expect(describeAddress('https://gr\u0430fana.com/')).toBe('Open https://xn--grfana-4nf.com/ in a new tab');
  });
});

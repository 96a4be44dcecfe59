import { explorePath, readExploreAddress } from './address';

const searchOf = (path: string) => path.slice(path.indexOf('?'));

describe("Explore's address", () => {
  test('carries a query there and back', () => {
    const expr = 'sum(rate(http_requests_total{instance=~"web-1|web-2"}[5m])) & more';
    expect(readExploreAddress(searchOf(explorePath(expr)))).toEqual({ dataSource: null, expr });
  });

  test.each([
    '',
    '?panes=',
    '?panes=%7B',
    '?panes=[]',
    '?panes={"a":{"queries":"up"}}',
    `?panes={"a":{"queries":[{"expr":"${'x'.repeat(10_001)}"}]}}`,
  ])('asks for nothing when it is rubbish', (search) => {
    expect(readExploreAddress(search)).toEqual({ dataSource: null, expr: '' });
  });
});

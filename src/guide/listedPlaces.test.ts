import { listedAddress, prefixProblem, readPrefixes } from './listedPlaces';

describe('a prefix', () => {
  it.each([
    'https://guides.example.com/',
    'https://guides.example.com:8443/training/',
    'http://localhost:8080/',
    'http://127.0.0.1/x/',
    'http://[::1]:9/x/',
  ])('%s will do', (prefix) => expect(prefixProblem(prefix)).toBeNull());

  it.each([
    'guides.example.com/',
    'http://guides.example.com/',
    'http://localhost.evil.example/',
    'ftp://guides.example.com/',
    'javascript:alert(1)//',
    'data:application/json,{}/',
    'https://guides.example.com/training',
    'https://user@guides.example.com/',
    'https://user:pw@guides.example.com/',
    'https://guides.example.com/?x=/',
    'https://guides.example.com/#/',
    'https://guides.example.com/a/../',
    'https://guides.example.com/a/%2e%2e/',
    'https://guides.example.com\\a/',
    '',
  ])('%j is refused with words', (prefix) => expect(prefixProblem(prefix)).toMatch(/\w/));

  it('is read from lines, each once, those that will not do left out', () => {
    expect(readPrefixes(' https://A.example/x/\nhttps://a.example/x/, http://b.example/ https://c.example/')).toEqual([
      'https://a.example/x/',
      'https://c.example/',
    ]);
  });
});

describe('an address', () => {
  const prefixes = ['https://guides.example.com/training/', 'http://localhost:8080/'];
  const urlOf = (address: string) => listedAddress(address, prefixes)?.url ?? null;

  it.each([
    'https://guides.example.com/training/a.json',
    'https://guides.example.com/training/a/b/content.json?ref=main',
    'http://localhost:8080/x.json',
  ])('%s is listed', (address) => expect(urlOf(address)).toBe(address));

  it('is taken as a browser would take it', () => {
    expect(urlOf(' HTTPS://GUIDES.example.com:443/training/a.json#part ')).toBe(
      'https://guides.example.com/training/a.json'
    );
  });

  it.each([
    'https://guides.example.com/training',
    'https://guides.example.com/trainings/a.json',
    'https://guides.example.com/Training/a.json',
    'https://guides.example.com/training/../secret.json',
    'https://guides.example.com/training/%2e%2e/secret.json',
    'https://guides.example.com/training/%2E./secret.json',
    'https://guides.example.com/training/..%2fsecret.json',
    'https://guides.example.com/training/..\\secret.json',
    'https://guides.example.com/training/%252e%252e/secret.json',
    'https://guides.example.com/training/a\n/../b.json',
    'https://guides.example.com/training/..;/secret.json',
    'https://guides.example.com/training/..;x=1/secret.json',
    'https://guides.example.com/training/..%3b/secret.json',
    'http://guides.example.com/training/a.json',
    'https://guides.example.com:8443/training/a.json',
    'https://guides.example.com.evil.example/training/a.json',
    'https://guides.example.com@evil.example/training/a.json',
    'https://evil.example/https://guides.example.com/training/a.json',
    '//guides.example.com/training/a.json',
    'http://localhost:8081/x.json',
    'javascript:alert(1)',
    'blob:https://guides.example.com/training/x',
    'file:///etc/passwd',
  ])('%j is not', (address) => expect(urlOf(address)).toBeNull());

  it('is under no prefix that will not do itself', () => {
    expect(listedAddress('https://a.example/x/y.json', ['https://a.example/x', 'http://a.example/'])).toBeNull();
  });
});

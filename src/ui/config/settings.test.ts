import { apiKeyProblem, guidePlacesProblem, parseSettings, peerjsKeyProblem, serverUrlProblem } from './settings';

describe('saved settings', () => {
  test('are taken as they are', () => {
    const saved = {
      liveSessions: false,
      serverUrl: 'https://live.example.com',
      grafanaServerUrl: 'http://live:9000',
      peerjsKey: 'room-1',
      followCeiling: 'on',
      debug: true,
      guidePlaces: 'https://guides.example.com/a/',
    };
    expect(parseSettings(saved)).toEqual(saved);
  });

  test('lose the slash at the end of the address', () => {
    expect(parseSettings({ serverUrl: ' https://live.example.com/path// ' }).serverUrl).toBe(
      'https://live.example.com/path'
    );
  });

  test.each([undefined, null, 'text', [], {}])('take their defaults for %p', (jsonData) => {
    expect(parseSettings(jsonData)).toEqual({
      liveSessions: true,
      serverUrl: '',
      grafanaServerUrl: '',
      peerjsKey: 'pathfinder',
      followCeiling: 'ask',
      guidePlaces: '',
      debug: false,
    });
  });

  test('are believed field by field: what is wrong takes its default', () => {
    expect(
      parseSettings({
        liveSessions: 'perhaps',
        serverUrl: 'javascript:alert(1)',
        peerjsKey: 'a b',
        followCeiling: 'always',
        guidePlaces: 7,
        debug: 'yes',
      })
    ).toEqual({
      liveSessions: true,
      serverUrl: '',
      grafanaServerUrl: '',
      peerjsKey: 'pathfinder',
      followCeiling: 'ask',
      guidePlaces: '',
      debug: false,
    });
    expect(parseSettings({ serverUrl: 7, debug: true })).toMatchObject({ serverUrl: '', debug: true });
  });
});

describe('the session server’s address', () => {
  test.each(['', 'http://localhost:9000', 'https://live.example.com/sub/path'])('may be %p', (url) =>
    expect(serverUrlProblem(url)).toBeNull()
  );

  test.each([
    ['live.example.com:9000', 'must begin with'],
    ['example', 'whole address'],
    ['ftp://live.example.com', 'must begin with'],
    ['javascript:alert(1)', 'must begin with'],
    ['https://user:secret@live.example.com', 'user name and password'],
    ['https://live.example.com/?key=1', 'Leave out'],
    ['https://live.example.com/#part', 'Leave out'],
  ])('may not be %p', (url, says) => expect(serverUrlProblem(url)).toContain(says));
});

describe('the PeerJS key', () => {
  test('may have 64 characters and not 65', () => {
    expect(peerjsKeyProblem('k'.repeat(64))).toBeNull();
    expect(peerjsKeyProblem('k'.repeat(65))).not.toBeNull();
  });

  test.each(['', 'a b', 'a/b', 'ä'])('may not be %p', (key) => expect(peerjsKeyProblem(key)).not.toBeNull());
});

describe('the server’s key', () => {
  test('may be none, or have 16 characters and not 15', () => {
    expect(apiKeyProblem('')).toBeNull();
    expect(apiKeyProblem('k'.repeat(16))).toBeNull();
    expect(apiKeyProblem('k'.repeat(15))).toContain('at least 16 characters; this has 15');
  });
});

describe('places of guides', () => {
  test.each(['', ' \n', 'https://a.example.com/x/', 'https://a.example.com/x/\nhttp://localhost:8080/'])(
    'will do: %j',
    (typed) => {
      expect(guidePlacesProblem(typed)).toBeNull();
    }
  );

  test.each([
    'guides',
    'http://a.example.com/',
    'https://a.example.com/x',
    'https://me:secret@a.example.com/',
    'https://a/../',
  ])('will not do, which is said with the line: %s', (line) => {
    expect(guidePlacesProblem(`https://good.example.com/\n${line}`)).toContain(`${line}: `);
  });
});

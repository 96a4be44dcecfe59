/** Video beside stills: a real screen, filmed by a real ffmpeg, decoded again. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../testing/until';
import { serverToCrash } from '../testing/crash';
import { decoded, isAbout, isVideo, newestGroup } from '../testing/film';
import { DRIVER, LOOKER, localWorld } from '../testing/localWorld';
import { testFilmTools } from '../testing/localProvider';
import type { View } from '../testing/view';
import type { FilmTools } from './Display';
import { createLocalProvider } from './LocalProvider';
import { processesIn, profilesFolder } from './profiles';

// Several pages, loaded one after the other, on whatever machine this is.
jest.setTimeout(90_000);

const filmTools = testFilmTools();
if (!filmTools) {
  process.stderr.write('Xvfb and ffmpeg are not both installed: video is not tried.\n');
}
const film = filmTools ? describe : describe.skip;

const LIME = [0, 255, 0] as const;
const BLUE = [0, 0, 255] as const;
/** One colour, another after a press, and a patch in the middle that moves until a second press. */
const MOVING = `<title>moving</title><body style="margin:0;background:lime"><div id="d" style="position:fixed;left:500px;top:200px;width:200px;height:200px"></div><script>
  let n = 0, presses = 0; const draw = () => { n += 7; d.style.background = 'hsl(' + n + ',90%,50%)'; d.style.borderRadius = n % 100 + 'px'; presses < 2 && requestAnimationFrame(draw) }; draw();
  onmousedown = () => { presses += 1; document.body.style.background = presses % 2 ? 'blue' : 'lime' };
</script>`;
const PLACES = [
  [5, 5],
  [1274, 5],
  [5, 714],
  [1274, 714],
  [640, 30],
  [300, 500],
] as const;

film('video', () => {
  const world = localWorld({ filmTools });
  const launch = async (html = MOVING) => {
    world.site.page('/', html);
    const sessionId = randomBytes(16).toString('hex');
    await world.launch('/', { sessionId });
    return sessionId;
  };
  const watch = async (person = DRIVER): Promise<View> => {
    const view = await world.view(person);
    view.say({ type: 'quality', codecs: ['h264', 'jpeg'] });
    return view;
  };
  const untilFilmed = (view: View) => until(() => view.pictures.some(isVideo), 'a video');
  /** The screen as it is in the newest picture. */
  const screen = async (view: View) => (await decoded(newestGroup(view), PLACES)).at(-1) ?? [];
  const untilAll = async (view: View, colour: readonly number[], what: string) => {
    const limit = Date.now() + 20_000;
    for (;;) {
      const seen = await screen(view);
      if (seen.length > 0 && seen.every((each) => isAbout(each, colour))) {
        return;
      }
      if (Date.now() > limit) {
        throw new Error(`still not there: ${what}, but ${JSON.stringify(seen)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('shows what the page shows, from its first pixel to its last, and each picture decodes', async () => {
    await launch();
    const view = await watch();
    await untilFilmed(view);
    await untilAll(view, LIME, 'the page');
    view.click(300, 500);
    await untilAll(view, BLUE, 'the change');
    const video = view.pictures.filter(isVideo);
    expect(video[0]).toMatchObject({ kind: 'key', width: 1280, height: 720 });
    expect(await decoded(video, [[5, 5]])).toHaveLength(video.length);
  });

  it('comes to who shows it alone; others get stills, and all numbers rise', async () => {
    await launch();
    const [view, plain] = [await watch(), await world.view(LOOKER)];
    await untilFilmed(view);
    const before = plain.pictures.length;
    await until(() => plain.pictures.length > before + 5 && newestGroup(view).length > 5, 'both');
    expect(plain.pictures.filter(isVideo)).toEqual([]);
    for (const { pictures } of [view, plain]) {
      const numbers = pictures.map(({ number }) => number);
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    }
    view.say({ type: 'quality', codecs: ['jpeg'] });
    await until(() => view.picture?.kind === 'jpeg', 'stills again');
  });

  it('a newcomer has the newest group at once, its key first', async () => {
    await launch();
    const view = await watch();
    await untilFilmed(view);
    const newcomer = await watch(LOOKER);
    await untilFilmed(newcomer);
    const video = newcomer.pictures.filter(isVideo);
    expect(video[0].kind).toBe('key');
    expect(view.pictures.find(({ number }) => number === video[0].number)?.kind).toBe('key');
    await untilAll(newcomer, LIME, 'the page');
  });

  it('BROW-16: who falls behind a video gets stills, newest first, and of the video whole beginnings alone; nobody else is slowed', async () => {
    await launch();
    const [fast, slow] = [await watch(), await watch(LOOKER)];
    await untilFilmed(slow);
    slow.acknowledges = false;
    const begun = fast.pictures.length;
    await until(() => fast.pictures.length > begun + 120, 'many more for the other');
    const held = slow.pictures.length;
    expect(fast.pictures.slice(begun).every(isVideo)).toBe(true);
    slow.acknowledges = true;
    slow.say({ type: 'seen', frame: slow.pictures[held - 1].number });
    await until(() => slow.pictures.length > held + 10, 'more');
    const after = slow.pictures.slice(held);
    expect(after.every(({ kind }) => kind === 'jpeg')).toBe(true);
    expect(after[0].number).toBeGreaterThan(fast.pictures[begun + 100].number);
    const video = slow.pictures.filter(isVideo);
    expect(await decoded(video, [[5, 5]])).toHaveLength(video.length);
    const all = new Map(fast.pictures.map((each, index) => [each.number, index]));
    const torn = video.filter(({ kind, number }, index) => {
      const previous = all.get(number) ?? 0;
      return kind === 'delta' && video[index - 1]?.number !== fast.pictures[previous - 1]?.number;
    });
    expect(torn).toEqual([]);
  });

  it('ends with a still when all has come to rest, and then nothing is sent, and nothing films', async () => {
    const sessionId = await launch();
    const view = await watch();
    await untilFilmed(view);
    view.click(300, 500);
    view.click(300, 500);
    await until(() => view.picture?.kind === 'jpeg' && view.shows(300, 500, LIME), 'the still');
    expect(processesOf(sessionId).filter((pid) => commandOf(pid).includes('x11grab'))).toEqual([]);
    const count = view.pictures.length;
    for (let round = 0; round < 5; round += 1) {
      view.say({ type: 'copy', cut: false });
      await until(() => view.all('clipboard').length > round, 'an answer');
    }
    expect(view.pictures.length - count).toBeLessThanOrEqual(1);
  });

  it('goes on after what films it has died', async () => {
    const sessionId = await launch();
    const view = await watch();
    await untilFilmed(view);
    const filming = () => processesOf(sessionId).find((pid) => commandOf(pid).includes('x11grab'));
    process.kill(filming() ?? 0, 'SIGKILL');
    await until(() => view.picture?.kind === 'jpeg', 'stills');
    await until(() => view.picture?.kind === 'delta', 'the next film');
  });

  it('leaves nothing: no process, no file and no socket of a screen', async () => {
    const sessionId = await launch();
    const view = await watch();
    await untilFilmed(view);
    const commands = processesOf(sessionId).map(commandOf);
    expect(commands.filter((each) => /Xvfb|x11grab/.test(each)).length).toBeGreaterThanOrEqual(2);
    const number = displayOf(sessionId);
    expect(existsSync(`/tmp/.X11-unix/X${number}`)).toBe(true);
    await world.browser.end();
    expect([processesOf(sessionId), existsSync(join(profilesFolder(), sessionId))]).toEqual([[], false]);
    expect(existsSync(`/tmp/.X11-unix/X${number}`)).toBe(false);
    expect(world.gone).toEqual([]);
  });

  it('leaves no process and no socket of a screen where its server is killed, and the next server removes the rest', async () => {
    const sessionId = randomBytes(16).toString('hex');
    const crash = await serverToCrash({ sessions: [sessionId], video: true });
    const number = displayOf(sessionId);
    expect(existsSync(`/tmp/.X11-unix/X${number}`)).toBe(true);
    await crash();
    await until(() => processesOf(sessionId).length === 0, 'the end of the browser');
    expect(existsSync(`/tmp/.X11-unix/X${number}`)).toBe(false);
    await world.provider.sweep();
    expect(existsSync(join(profilesFolder(), sessionId))).toBe(false);
  });

  it('BROW-13: its screen is shown to nobody without its cookie', async () => {
    const sessionId = await launch();
    const look = (more: Record<string, string>) =>
      spawnSync(
        'ffmpeg',
        ['-loglevel', 'error', '-f', 'x11grab', '-i', `:${displayOf(sessionId)}`, '-frames:v', '1', '-f', 'null', '-'],
        { env: { PATH: process.env.PATH, HOME: '/nonexistent', ...more } }
      );
    expect(look({}).status).not.toBe(0);
    const cookie = join(profilesFolder(), sessionId, 'profile', 'screen');
    expect(look({ XAUTHORITY: cookie }).status).toBe(0);
    const command = processesOf(sessionId)
      .map(commandOf)
      .find((each) => each.includes('Xvfb'));
    expect(command).toContain('-nolisten tcp');
  });
});

film('on the screen there is nothing but the page', () => {
  const world = localWorld({ filmTools });
  const PLAIN = (script = '') =>
    `<title>ready</title><body style="margin:0;background:lime"><div id="d" style="position:fixed;left:500px;top:200px;width:200px;height:200px"></div><script>
    let n = 0; const draw = () => { n += 7; d.style.background = 'hsl(' + n + ',90%,50%)'; requestAnimationFrame(draw) }; draw(); ${script}</script>`;
  const open = async (script = '') => {
    world.site.page('/', PLAIN(script));
    await world.launch();
    const view = await world.view();
    view.say({ type: 'quality', codecs: ['h264', 'jpeg'] });
    await view.untilTitle('ready');
    await until(() => view.pictures.some(isVideo), 'a video');
    return view;
  };
  /** All over the screen, wherever something of Chromium's could be, some pictures after all that was done. */
  const expectPlain = async (view: View) => {
    const groups = () => view.pictures.filter(({ kind }) => kind === 'key').length;
    const before = groups();
    await until(() => groups() >= before + 2 && newestGroup(view).length > 3, 'later pictures');
    const places = [
      ...PLACES,
      [640, 5],
      [640, 100],
      [320, 180],
      [310, 310],
      [900, 360],
      [640, 650],
      [1200, 60],
    ] as const;
    const [newest] = (await decoded(newestGroup(view), places)).slice(-1);
    expect(newest.map((each) => isAbout(each, LIME))).toEqual(places.map(() => true));
  };

  it('whatever keys are pressed', async () => {
    const view = await open(`onkeydown = (e) => e.key === 'End' && !e.ctrlKey && (document.title = 'done')`);
    view.click(300, 300);
    const letters = [...'abcdefghijklmnopqrstuvwxyz'].map((key) => [key, `Key${key.toUpperCase()}`]);
    const named = [
      'Escape',
      'Tab',
      'ContextMenu',
      'Delete',
      'Home',
      ...[1, 3, 4, 5, 6, 7, 10, 11, 12].map((n) => `F${n}`),
    ];
    for (const modifiers of [0, 1, 2, 8, 10]) {
      for (const [key, code] of [...letters, ...named.map((key) => [key, key])]) {
        view.key(key, code, modifiers);
      }
    }
    await until(() => world.site.asked.length > 0, 'a load');
    await expectPlain(view);
    expect(view.state?.tabs).toHaveLength(1);
  });

  it('whichever button is pressed', async () => {
    const view = await open();
    view.click(300, 300, 'right');
    await expectPlain(view);
  });

  it('whatever a page asks for', async () => {
    const view = await open(`
      onmousedown = () => {
        Object.assign(document.createElement('input'), { type: 'file' }).click();
        try { showOpenFilePicker().catch(() => {}); showDirectoryPicker().catch(() => {}) } catch {}
        navigator.mediaDevices?.getDisplayMedia().catch(() => {});
        navigator.geolocation?.getCurrentPosition(() => {}); globalThis.Notification?.requestPermission();
        print(); location.href = 'mailto:a@b.example'; location.href = 'tel:1';
        document.title = 'done';
      }`);
    view.click(300, 300);
    await view.untilTitle('done');
    await expectPlain(view);
  });

  it('also in a window that a page opens small', async () => {
    world.site.page('/small', PLAIN().replace('ready', 'small'));
    const view = await open(`onmousedown = () => open('/small', 'x', 'width=300,height=200,left=100,top=100')`);
    view.click(300, 300);
    await view.untilTitle('small');
    await expectPlain(view);
    expect(view.state?.tabs).toHaveLength(2);
    view.say({ type: 'show-tab', id: view.state?.tabs[0].id ?? 0 });
    await view.untilTitle('ready');
    await expectPlain(view);
  });
});

film('without what it needs', () => {
  const world = localWorld();
  const open = async (more: Partial<FilmTools>) => {
    const provider = createLocalProvider(world.options({ filmTools: { ...(filmTools as FilmTools), ...more } }));
    world.site.page('/', MOVING);
    const browser = await provider.launch({
      sessionId: randomBytes(16).toString('hex'),
      startUrl: world.site.url('/'),
      expiresAt: Date.now() + 60_000,
      onActivity: () => {},
      onGone: () => {},
    });
    const view = await world.view(DRIVER, browser);
    view.say({ type: 'quality', codecs: ['h264', 'jpeg'] });
    return { provider, view };
  };

  it.each([
    ['a screen', { xvfb: '/bin/false' }],
    ['ffmpeg', { ffmpeg: '/bin/false' }],
  ])('such as %s, there are stills', async (_what, more) => {
    const { provider, view } = await open(more);
    await until(() => view.pictures.length > 100 && view.shows(300, 500, LIME), 'stills');
    expect(view.pictures.filter(isVideo)).toEqual([]);
    await provider.close();
  });
});

function processesOf(sessionId: string): number[] {
  const mark = join(profilesFolder(), sessionId);
  return processesIn({ mark, path: join(mark, 'profile') }, null);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** The number of its screen, as what films it or draws on it knows it. */
function displayOf(sessionId: string): string {
  const known = processesOf(sessionId).flatMap((pid) => {
    try {
      return [/(?:^|\0)DISPLAY=:(\d+)\0/.exec(readFileSync(`/proc/${pid}/environ`, 'latin1'))?.[1] ?? ''];
    } catch {
      return [];
    }
  });
  return known.find((each) => each !== '') ?? '';
}

/** What every provider of browsers promises to sessions, tried at each of them in the same way. */
import { randomBytes } from 'node:crypto';
import { until } from '../../testing/until';
import { ProviderFailure, type Launch, type Member, type ProvidedBrowser, type Provider } from '../provider';

/** A member's page, as this provider's browsers are seen. */
export interface MemberPage {
  readonly isOpen: boolean;
  /** Moves the mouse or presses a key; resolves with whether the browser took it. */
  act(): Promise<boolean>;
  close(): void;
}

export interface ProviderUnderTest {
  provider: Provider;
  startUrl: string;
  /** Opens this member's page; rejects or is not open where they are not let in. */
  page(browser: ProvidedBrowser, member: Member): Promise<MemberPage>;
  /** The browser of this session ends as by itself. */
  kill(sessionId: string): Promise<void>;
  /** How many browsers there are, with all that belongs to them: processes, profiles, machines. */
  left(): Promise<number>;
  /**
   * A server that had browsers was killed: nothing was cleaned up. Resolves with how many there were just before, and the
   * provider of the server that comes after it.
   */
  crash(): Promise<{ before: number; next: Provider }>;
  /** Makes launches fail in this way; each resolves with the provider to launch with. */
  failing: Record<'unavailable' | 'failed', () => Promise<Provider>>;
  close(): Promise<void>;
}

const member = (name: string, isCreator = false): Member => ({ id: randomBytes(8).toString('hex'), name, isCreator });

export function providerContract(name: string, start: () => Promise<ProviderUnderTest>): void {
  describe(`${name}: the contract of providers`, () => {
    let at: ProviderUnderTest;
    const pages: MemberPage[] = [];
    beforeEach(async () => {
      at = await start();
      await at.provider.sweep();
    });
    afterEach(async () => {
      pages.splice(0).forEach((page) => page.close());
      await at.close();
    });

    const page = async (browser: ProvidedBrowser, who: Member) => {
      const opened = await at.page(browser, who);
      pages.push(opened);
      return opened;
    };
    function launch(provider = at.provider) {
      const active: string[] = [];
      const gone: ProviderFailure[] = [];
      const asked: Launch = {
        sessionId: randomBytes(16).toString('hex'),
        startUrl: at.startUrl,
        expiresAt: Date.now() + 600_000,
        onActivity: (userId) => active.push(userId),
        onGone: (error) => gone.push(error),
      };
      return { ...asked, active, gone, launched: provider.launch(asked) };
    }
    const none = async () => {
      for (const limit = Date.now() + 10_000; (await at.left()) > 0 && Date.now() < limit;) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(await at.left()).toBe(0);
    };

    test('a launched browser is there, and nothing is left of it when it was ended, once or twice', async () => {
      expect(await at.left()).toBe(0);
      const { launched, gone } = launch();
      const browser = await launched;
      expect(await at.left()).toBe(1);
      await Promise.all([browser.end(), browser.end()]);
      expect(await at.left()).toBe(0);
      await browser.end();
      expect(gone).toEqual([]);
    });

    test.each(['unavailable', 'failed'] as const)(
      'where it is %s, launching says so in a sentence, and nothing is left',
      async (kind) => {
        const { launched } = launch(await at.failing[kind]());
        const error: unknown = await launched.catch((failure: unknown) => failure);
        expect(error).toBeInstanceOf(ProviderFailure);
        expect(error).toMatchObject({ kind, message: expect.stringMatching(/^[A-Z].{10,}\.$/) });
        expect(await at.left()).toBe(0);
      }
    );

    test('nobody drives until somebody is let; then who is let and nobody else; then all; then nobody', async () => {
      const browser = await launch().launched;
      const [ada, bob] = [member('Ada', true), member('Bob')];
      const [adas, bobs] = [await page(browser, ada), await page(browser, bob)];
      const acting = async () => [await adas.act(), await bobs.act()];
      expect(await acting()).toEqual([false, false]);
      await browser.setControl({ mode: 'one', driver: ada.id });
      expect(await acting()).toEqual([true, false]);
      await browser.setControl({ mode: 'one', driver: bob.id });
      expect(await acting()).toEqual([false, true]);
      await browser.setControl({ mode: 'everyone' });
      expect(await acting()).toEqual([true, true]);
      await browser.setControl({ mode: 'one', driver: null });
      expect(await acting()).toEqual([false, false]);
    });

    test('who comes later drives or not as was said before; another tab of theirs does, too', async () => {
      const browser = await launch().launched;
      const [ada, bob] = [member('Ada', true), member('Bob')];
      await browser.setControl({ mode: 'one', driver: ada.id });
      expect(await (await page(browser, ada)).act()).toBe(true);
      expect(await (await page(browser, ada)).act()).toBe(true);
      expect(await (await page(browser, bob)).act()).toBe(false);
    });

    test('who is removed is out, drives no more, and others stay', async () => {
      const browser = await launch().launched;
      const [ada, bob] = [member('Ada', true), member('Bob')];
      const [adas, bobs] = [await page(browser, ada), await page(browser, bob)];
      await browser.setControl({ mode: 'everyone' });
      expect(await bobs.act()).toBe(true);
      await browser.remove(bob.id);
      await until(() => !bobs.isOpen, 'the end of the page of who was removed');
      expect(adas.isOpen).toBe(true);
      expect(await adas.act()).toBe(true);
      const again = await page(browser, bob).catch(() => null);
      if (again) {
        await until(() => !again.isOpen, 'the end of the page that they open again');
      }
    });

    test('ending it ends all pages', async () => {
      const browser = await launch().launched;
      const adas = await page(browser, member('Ada', true));
      await browser.end();
      await until(() => !adas.isOpen, 'the end of the page');
    });

    test('that it has ended by itself is told once, with a sentence, and nothing is left', async () => {
      const { launched, gone, sessionId } = launch();
      const browser = await launched;
      await at.kill(sessionId);
      await until(() => gone.length > 0, 'to be told');
      expect(gone[0].message).toMatch(/^[A-Z].{10,}\.$/);
      await browser.end();
      await none();
      expect(gone).toHaveLength(1);
    });

    test('two browsers have nothing to do with each other', async () => {
      const [one, other] = [launch(), launch()];
      const [ones, others] = await Promise.all([one.launched, other.launched]);
      expect(await at.left()).toBe(2);
      const ada = member('Ada', true);
      await ones.setControl({ mode: 'everyone' });
      expect(await (await page(others, ada)).act()).toBe(false);
      await ones.end();
      expect(await at.left()).toBe(1);
      expect(other.gone).toEqual([]);
      expect((await page(others, ada)).isOpen).toBe(true);
    });

    test('what a killed server has left is swept by the next, which then launches as ever', async () => {
      const { before, next } = await at.crash();
      expect(before).toBe(2);
      await next.sweep();
      await none();
      await launch(next).launched;
      expect(await at.left()).toBe(1);
      await next.close();
      await none();
    });

    test('closing the provider ends all', async () => {
      await launch().launched;
      await launch().launched;
      await at.provider.close();
      expect(await at.left()).toBe(0);
    });
  });
}

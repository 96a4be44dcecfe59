/** The boxes through which servers reach each other, and limits: every store keeps every promise. */
import { randomBytes } from 'node:crypto';
import { describeStores } from '../testing/storeKinds';
import { until } from '../testing/until';
import type { Exchange } from './Exchange';

const post = (exchange: Exchange, box: string, text: string) =>
  new Promise<boolean>((resolve) => exchange.post(box, Buffer.from(text), resolve));

describeStores('the exchange', (onTrial) => {
  it('hands what is posted to everyone who listens to this box, in order, and to nobody else', async () => {
    const { stores, others } = onTrial();
    const heard: string[] = [];
    await stores.exchange.listen('one', (message) => heard.push(`here ${message}`));
    await others.exchange.listen('one', (message) => heard.push(`there ${message}`));
    await stores.exchange.listen('other', (message) => heard.push(`other ${message}`));
    for (const text of ['1', '2', '3']) {
      await post(others.exchange, 'one', text);
    }
    await until(() => heard.length === 6, 'all that was posted');
    expect(heard.filter((each) => each.startsWith('here'))).toEqual(['here 1', 'here 2', 'here 3']);
    expect(heard.filter((each) => each.startsWith('there'))).toEqual(['there 1', 'there 2', 'there 3']);
  });

  it('says whether anybody listens, and how many, at all servers', async () => {
    const { stores, others } = onTrial();
    expect(await post(stores.exchange, 'box', 'nobody')).toBe(false);
    const undo = await others.exchange.listen('box', () => {});
    expect(await post(stores.exchange, 'box', 'somebody')).toBe(true);
    expect(await stores.exchange.listeners(['box', 'empty'])).toEqual([1, 0]);
    expect(await stores.exchange.listeners([])).toEqual([]);
    undo();
    expect(await post(others.exchange, 'box', 'nobody again')).toBe(false);
  });

  it('hears twice who listens twice, and once when one of the two ends', async () => {
    const { exchange } = onTrial().stores;
    const heard: string[] = [];
    const take = (message: Buffer) => void heard.push(message.toString());
    const undo = await exchange.listen('box', take);
    await exchange.listen('box', take);
    await post(exchange, 'box', 'both');
    await until(() => heard.length === 2, 'what was posted');
    undo();
    undo();
    await post(exchange, 'box', 'one');
    await until(() => heard.length === 3, 'all that was posted');
    expect(heard).toEqual(['both', 'both', 'one']);
  });

  it('carries any bytes unchanged', async () => {
    const { stores, others } = onTrial();
    const bytes = randomBytes(60 * 1024);
    const got = new Promise<Buffer>((resolve) => void stores.exchange.listen('box', (message) => resolve(message)));
    await stores.exchange.listeners(['box']);
    others.exchange.post('box', bytes);
    expect((await got).equals(bytes)).toBe(true);
  });
});

describeStores('DIR-10: a limit', (onTrial) => {
  it('counts each by its own name and who, at all servers together', async () => {
    const { stores, others } = onTrial();
    const [here, there] = [stores.limit('codes', 2), others.limit('codes', 2)];
    expect([await here.take('ada'), await there.take('ada'), await here.take('ada')]).toEqual([true, true, false]);
    expect(await stores.limit('sessions', 2).take('ada')).toBe(true);
    expect(await here.take('bob')).toBe(true);
  });

  it('counts no longer what was given back, wherever that was', async () => {
    const { stores, others } = onTrial();
    const [here, there] = [stores.limit('codes', 2), others.limit('codes', 2)];
    expect([await here.take('ada'), await there.take('ada')]).toEqual([true, true]);
    await there.giveBack('ada');
    expect([await here.take('ada'), await there.take('ada')]).toEqual([true, false]);
  });
});

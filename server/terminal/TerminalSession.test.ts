/** TERM-11: what is left of a session that could not begin. */
import { Worker } from 'node:worker_threads';
import pino from 'pino';
import { systemClock } from '../clock';
import { TerminalSession } from './TerminalSession';

it('ends its thread where no shell can be started', () => {
  const terminate = jest.spyOn(Worker.prototype, 'terminate');
  const begin = () =>
    new TerminalSession(
      {
        name: 'test',
        modelCode: '',
        welcome: '',
        startShell() {
          throw new Error('no pty is left');
        },
        clock: systemClock,
        log: pino({ level: 'silent' }),
        lingerMs: null,
        onOver: () => {},
      },
      { cols: 80, rows: 24 }
    );
  expect(begin).toThrow('no pty is left');
  expect(terminate).toHaveBeenCalledTimes(1);
});

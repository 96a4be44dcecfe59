/** A real server for a target, with a clock that moves with the frames, so that rates hold nobody up. */
import { startServer, type RunningServer, type StartOptions } from '../../startServer';
import { FakeClock } from '../fakeClock';

export interface ServerWorld {
  server: RunningServer;
  clock: FakeClock;
}

export async function serverWorld(
  config: StartOptions['config'] = {},
  options: Pick<StartOptions, 'browserProvider'> = {}
): Promise<ServerWorld> {
  const clock = new FakeClock();
  // Every caller may say which address it has: what is limited by address is not what is attacked here.
  const whole = { port: 0, logLevel: 'silent' as const, trustedProxies: ['127.0.0.1'], ...config };
  return { clock, server: await startServer({ config: whole, clock, ...options }) };
}

/** An address for the callers of one round. */
export const fromAddress = (seed: number): Record<string, string> => ({
  'x-forwarded-for': `10.${(seed >> 16) & 255}.${(seed >> 8) & 255}.${seed & 255}`,
});

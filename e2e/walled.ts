/**
 * A browser in a network of its own (Linux, as root), from which some TCP ports of this machine can be reached and
 * nothing else: as behind a firewall that lets no UDP through. Its wires can be cut.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.mjs';

export interface Walled {
  browser: Browser;
  /** From now on nothing gets through, in either direction, and neither end is told. */
  cut(): void;
  /** What is sent from now on gets through; connections from before the cut are broken. */
  mend(): void;
  close(): Promise<void>;
}

/** Null where it can be had; else why not. */
export const whyNoWall = (): string | null =>
  process.platform === 'linux' && process.getuid?.() === 0 ? null : 'needs Linux and root, for a network of its own';

export async function walledBrowser(ports: number[]): Promise<Walled> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'walled-'));
  const files = ports.map((port) => ({ port, file: path.join(folder, `${port}.sock`) }));
  const wires = new Set<Socket>();
  let open = true;
  const gates = files.map(({ port, file }) => {
    const gate = createServer((near) => {
      if (!open) {
        wires.add(near.pause());
        return;
      }
      const far = connect(port, '127.0.0.1');
      [near, far].forEach((wire) => wires.add(wire.on('error', () => wire.destroy())));
      near.pipe(far).pipe(near);
    });
    return gate.listen(file);
  });
  await Promise.all(gates.map((gate) => once(gate, 'listening')));
  const inside = spawn(
    'unshare',
    [
      ...['--net', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"', process.execPath],
      path.join(__dirname, 'fixtures/forward.mjs'),
      ...files.map(({ port, file }) => `${port}=${file}`),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] }
  );
  await Promise.race([
    once(inside.stdout, 'data'),
    once(inside, 'exit').then(([code]) => Promise.reject(new Error(`the network inside ended with ${code}`))),
  ]);
  const wrapper = path.join(folder, 'browser');
  writeFileSync(wrapper, `#!/bin/sh\nexec nsenter --net=/proc/${inside.pid}/ns/net ${findBrowser()} "$@"\n`);
  chmodSync(wrapper, 0o755);
  const browser = await chromium.launch({ executablePath: wrapper, args: BROWSER_ARGS });
  return {
    browser,
    cut() {
      open = false;
      wires.forEach((wire) => wire.unpipe().pause());
    },
    mend() {
      open = true;
      wires.forEach((wire) => wire.destroy());
      wires.clear();
    },
    async close() {
      await browser.close();
      wires.forEach((wire) => wire.destroy());
      gates.forEach((gate) => gate.close());
      inside.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A browser in a network of its own (Linux, as root), from which some TCP ports of this machine can be reached and
 * nothing else: as behind a firewall that lets no UDP through. With a wire of its own to this machine UDP gets through,
 * too. All of it can be cut.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from '@playwright/test';
import { BROWSER_ARGS, browserArgs, findBrowser } from '../scripts/browser.mjs';

export interface Walled {
  browser: Browser;
  /** From now on nothing gets through, in either direction, and neither end is told. */
  cut(): void;
  /** What is sent from now on gets through; connections from before the cut are broken. */
  mend(): void;
  close(): Promise<void>;
}

/** Milliseconds: shorter than a test, which otherwise says nothing of where it hung. */
const LAUNCH_WITHIN = 60_000;

/** Null where it can be had; else why not. */
export const whyNoWall = (): string | null =>
  process.platform === 'linux' && process.getuid?.() === 0 ? null : 'needs Linux and root, for a network of its own';

/** For browsers that are to meet over such a wire: addresses are told as they are, since nobody resolves made-up names there. */
export const WIRED_ARGS = browserArgs(['WebRtcHideLocalIpsWithMdns']);

/** @param wired whether UDP gets through */
export async function walledBrowser(ports: number[], { wired = false } = {}): Promise<Walled> {
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
  const wire = wired ? wireTo(inside.pid ?? 0) : null;
  const wrapper = path.join(folder, 'browser');
  writeFileSync(wrapper, `#!/bin/sh\nexec nsenter --net=/proc/${inside.pid}/ns/net ${findBrowser()} "$@"\n`);
  chmodSync(wrapper, 0o755);
  const browser = await chromium.launch({
    executablePath: wrapper,
    args: wired ? WIRED_ARGS : BROWSER_ARGS,
    timeout: LAUNCH_WITHIN,
  });
  return {
    browser,
    cut() {
      open = false;
      wire?.cut();
      wires.forEach((wire) => wire.unpipe().pause());
    },
    mend() {
      open = true;
      wire?.mend();
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

/** A wire from this machine into the network of a process; it goes with that network. */
function wireTo(pid: number): { cut(): void; mend(): void } {
  const net = `10.${64 + ((pid >> 8) & 63)}.${pid & 255}`;
  const ip = (...args: string[]) => execFileSync('ip', args);
  const inside = (...args: string[]) => execFileSync('nsenter', [`--net=/proc/${pid}/ns/net`, 'ip', ...args]);
  ip('link', 'add', `lsa${pid}`, 'type', 'veth', 'peer', 'name', `lsb${pid}`);
  ip('link', 'set', `lsb${pid}`, 'netns', String(pid));
  ip('addr', 'add', `${net}.1/24`, 'dev', `lsa${pid}`);
  ip('link', 'set', `lsa${pid}`, 'up');
  inside('addr', 'add', `${net}.2/24`, 'dev', `lsb${pid}`);
  inside('link', 'set', `lsb${pid}`, 'up');
  // A page that may use no camera offers the address of its way out alone.
  inside('route', 'add', 'default', 'via', `${net}.1`);
  // Neither end is told: packets vanish on their way, as where a radio is out of reach.
  const routes = (what: 'add' | 'del') => {
    ip('route', what, 'blackhole', `${net}.2/32`);
    [`${net}.1/32`, '0.0.0.0/1', '128.0.0.0/1'].forEach((to) => inside('route', what, 'blackhole', to));
  };
  return { cut: () => routes('add'), mend: () => routes('del') };
}

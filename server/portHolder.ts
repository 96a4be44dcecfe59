/** Who listens on a TCP port, as far as /proc says; only for the message about a taken port. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** State of a listening socket in /proc/net/tcp (include/net/tcp_states.h in Linux). */
const LISTEN = '0A';

/** Such as `node (process 4711, in /srv/sessions)`; null where that cannot be found out (other systems, other users). */
export function portHolder(port: number): string | null {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(table, port)));
  if (inodes.size === 0) {
    return null;
  }
  const pid = list('/proc').find(
    (entry) =>
      /^\d+$/.test(entry) &&
      list(`/proc/${entry}/fd`).some((fd) => {
        const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${entry}/fd/${fd}`))?.[1];
        return inode !== undefined && inodes.has(inode);
      })
  );
  if (pid === undefined) {
    return null;
  }
  // Not the arguments: they may hold secrets.
  const name = read(`/proc/${pid}/comm`).trim() || 'a program';
  const folder = link(`/proc/${pid}/cwd`);
  return folder ? `${name} (process ${pid}, in ${folder})` : `${name} (process ${pid})`;
}

function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return read(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === LISTEN)
    .map((fields) => fields[9]);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

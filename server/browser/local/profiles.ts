/**
 * The folders in which browsers live, below one that this server's user owns, each with a note of whose it is: so that a
 * server finds what one before it left. A folder's path is also a mark of its processes.
 */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { processesBy, signalAll, startOf } from '../../terminal/processes';

/** Chromium's environment holds a profile's folder under this name. */
export const MARK = 'LIVE_BROWSER';

/** As whom a browser runs, where it is not as this server. */
export interface Owner {
  uid: number;
  gid: number;
}

const noteSchema = z.object({
  /** Of the server: a pid alone would be another's by and by. */
  pid: z.int(),
  startedAt: z.string(),
  owner: z.object({ uid: z.int(), gid: z.int() }).nullable(),
});

export interface Profile {
  /** The folder, also the mark. */
  mark: string;
  /** What Chromium may write into. */
  path: string;
  /** Programs that it finds before all others. */
  programs: string;
  owner: Owner | null;
}

export function profilesFolder(): string {
  return join(tmpdir(), `live-browsers-${process.getuid?.() ?? 0}`);
}

/** Throws where somebody else has made that folder. */
export function createProfile(base: string, sessionId: string, owner: Owner | null): Profile {
  if (!/^[\w-]{1,64}$/.test(sessionId)) {
    throw new Error('a session’s id names a folder');
  }
  own(base);
  const mark = join(base, sessionId);
  const path = join(mark, 'profile');
  mkdirSync(mark, { mode: 0o711 });
  const note: z.infer<typeof noteSchema> = { pid: process.pid, startedAt: startOf(process.pid), owner };
  writeFileSync(join(mark, 'note.json'), JSON.stringify(note), { mode: 0o600 });
  const inner = join(path, 'Default');
  const preferences = join(inner, 'Preferences');
  const state = join(path, 'Local State');
  mkdirSync(path, { mode: 0o700 });
  mkdirSync(inner, { mode: 0o700 });
  writeFileSync(preferences, JSON.stringify(PREFERENCES), { mode: 0o600 });
  writeFileSync(state, JSON.stringify(LOCAL_STATE), { mode: 0o600 });
  if (owner) {
    [preferences, state, inner, path].forEach((each) => chownSync(each, owner.uid, owner.gid));
  }
  const programs = join(mark, 'programs');
  mkdirSync(programs, { mode: 0o755 });
  OPENERS.forEach((name) => symlinkSync('/bin/false', join(programs, name)));
  return { mark, path, programs, owner };
}

/** By these Chromium hands addresses of other schemes, such as mailto:, to whatever program is for them. */
const OPENERS = ['xdg-open', 'xdg-email', 'gio', 'kde-open', 'gvfs-open', 'exo-open'];

/** What pages would have to ask for, by the names of Chromium's settings; 2 is to refuse. */
const REFUSED = [
  'bluetooth_guard',
  'bluetooth_scanning',
  'file_system_read_guard',
  'file_system_write_guard',
  'geolocation',
  'hid_guard',
  'idle_detection',
  'local_fonts',
  'media_stream_camera',
  'media_stream_mic',
  'midi_sysex',
  'notifications',
  'payment_handler',
  'serial_guard',
  'usb_guard',
  'window_placement',
];

/** Before Chromium's first start: what no flag of it says. */
const PREFERENCES = {
  // By its own extension, otherwise; and as a file it is refused.
  plugins: { always_open_pdf_externally: true },
  download: { prompt_for_download: false },
  webrtc: { ip_handling_policy: 'disable_non_proxied_udp' },
  profile: { default_content_setting_values: Object.fromEntries(REFUSED.map((name) => [name, 2])) },
  // No window in which one could be asked.
  hardware: { audio_capture_enabled: false, video_capture_enabled: false, screen_capture_enabled: false },
  net: { network_prediction_options: 2 },
  search: { suggest_enabled: false },
  printing: { enabled: false },
  credentials_enable_service: false,
  autofill: { profile_enabled: false, credit_card_enabled: false },
};

/** Of the whole of Chromium; no window in which the files of this machine are listed. */
const LOCAL_STATE = { select_file_dialogs: { allowed: false } };

/** All processes of a browser: Chromium's first one overwrites its environment, but names its profile. */
export function processesIn({ mark, path }: Pick<Profile, 'mark' | 'path'>, leader: number | null): number[] {
  return processesBy({ leader, variable: `${MARK}=${mark}`, argument: profileFlag(path) });
}

export function profileFlag(path: string): string {
  return `--user-data-dir=${path}`;
}

/** Ends all processes of a profile, then removes its folder. Never rejects. */
export async function removeProfile(profile: Profile, leader: number | null): Promise<void> {
  const { mark, path, owner } = profile;
  // One that is ended may have just started another.
  for (let round = 0; round < 200; round += 1) {
    const left = processesIn(profile, leader);
    if (left.length === 0) {
      break;
    }
    signalAll(left, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  // By its user, not by root, whom a link in there could lead elsewhere.
  await emptied(path, owner);
  rmSync(mark, { recursive: true, force: true });
}

/** What servers left that are no more. */
export function leftBehind(base: string): Profile[] {
  let names: string[];
  try {
    own(base);
    names = readdirSync(base);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const mark = join(base, name);
    const note = readNote(mark);
    return note && note.startedAt === startOf(note.pid)
      ? []
      : [{ mark, path: join(mark, 'profile'), programs: join(mark, 'programs'), owner: note?.owner ?? null }];
  });
}

function readNote(mark: string): z.infer<typeof noteSchema> | null {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(join(mark, 'note.json'), 'utf8')));
  } catch {
    return null;
  }
}

/** A folder of ours that nobody else may write into, in a place where everybody may make folders. */
function own(base: string): void {
  mkdirSync(base, { recursive: true, mode: 0o711 });
  const { uid } = lstatSync(base);
  if (!lstatSync(base).isDirectory() || uid !== process.getuid?.()) {
    throw new Error(`${base} belongs to somebody else: remove it`);
  }
  chmodSync(base, 0o711);
}

function emptied(path: string, owner: Owner | null): Promise<void> {
  return new Promise((resolve) => {
    const removing = spawn('rm', ['-rf', '--', path], { ...owner, cwd: '/', env: {}, stdio: 'ignore' });
    removing.once('error', () => resolve());
    removing.once('close', () => resolve());
  });
}

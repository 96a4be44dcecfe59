/** What deploy/seccomp-chromium.json keeps from a container that runs shared browsers, and what it must leave to them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const group = z.strictObject({
  names: z.array(z.string().regex(/^[a-z0-9_]+$/)).min(1),
  action: z.literal('SCMP_ACT_ERRNO'),
  /** EPERM: programs take it for a refusal and go on. */
  errnoRet: z.literal(1),
});
/** Without `architectures` the filter is for the machine's own calls alone, and ends whoever makes 32-bit ones. */
const profile = z.strictObject({ defaultAction: z.literal('SCMP_ACT_ALLOW'), syscalls: z.array(group).min(1) });

const text = readFileSync(path.resolve(__dirname, '../deploy/seccomp-chromium.json'), 'utf8');
const denied = profile.parse(JSON.parse(text)).syscalls.flatMap(({ names }) => names);

test('each call is denied once', () => {
  expect(denied).toEqual([...new Set(denied)]);
});

test.each([
  [
    'the kernel itself',
    ['kexec_load', 'kexec_file_load', 'init_module', 'finit_module', 'delete_module', 'reboot', 'syslog'],
  ],
  ['swap, accounts and quotas', ['swapon', 'swapoff', 'acct', 'quotactl']],
  ['mounts', ['mount', 'umount2', 'pivot_root', 'move_mount', 'open_tree', 'fsopen', 'fsmount', 'mount_setattr']],
  ['other namespaces', ['setns']],
  ['keys', ['add_key', 'request_key', 'keyctl']],
  ['other processes', ['ptrace', 'process_vm_readv', 'process_vm_writev', 'pidfd_getfd', 'kcmp']],
  ['what kernels were broken by', ['bpf', 'perf_event_open', 'userfaultfd', 'io_uring_setup', 'open_by_handle_at']],
  ['clocks', ['settimeofday', 'clock_settime', 'clock_adjtime', 'adjtimex']],
  ['hardware', ['iopl', 'ioperm']],
])('denies %s', (_what, names) => {
  expect(names.filter((name) => !denied.includes(name))).toEqual([]);
});

test.each([
  [
    'Chromium’s sandbox',
    ['clone', 'clone3', 'unshare', 'chroot', 'seccomp', 'prctl', 'capset', 'setresuid', 'setresgid'],
  ],
  ['who becomes the browser’s user', ['setuid', 'setgid', 'setgroups', 'setpriority', 'prlimit64']],
  ['Node and Chromium', ['execve', 'fork', 'vfork', 'wait4', 'kill', 'memfd_create', 'mmap', 'mprotect', 'epoll_wait']],
  ['sockets', ['socket', 'socketpair', 'connect', 'accept4', 'sendmsg', 'recvmsg']],
])('leaves its calls to %s', (_whom, names) => {
  expect(names.filter((name) => denied.includes(name))).toEqual([]);
});

/**
 * Makes .env for docker-compose.yaml: keys and passwords of this installation's own. What stands there already stays;
 * what is missing is added. docs/LIVE_SESSIONS.md says how to change one.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Names and bytes of randomness; written in letters, digits, "-" and "_", which neither compose nor coturn reads otherwise. */
const SECRETS = {
  GRAFANA_ADMIN_PASSWORD: 18,
  GRAFANA_EDITOR_PASSWORD: 18,
  GRAFANA_VIEWER_PASSWORD: 18,
  GRAFANA_SECRET_KEY: 32,
  API_KEY: 32,
  SERVER_SECRET: 32,
  PEERJS_KEY: 12,
  TURN_SECRET: 32,
};

const file = path.join(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'), '.env');
const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
const missing = Object.entries(SECRETS).filter(([name]) => !new RegExp(`^${name}=.`, 'm').test(before));
const kept = before
  .split('\n')
  .filter((line) => line !== '' && !missing.some(([name]) => line === `${name}=`))
  .map((line) => `${line}\n`);
const added = missing.map(([name, bytes]) => `${name}=${randomBytes(bytes).toString('base64url')}\n`);

writeFileSync(file, [...kept, ...added].join(''), { mode: 0o600 });
chmodSync(file, 0o600);
console.log(
  missing.length > 0 ? `Added to ${file}: ${missing.map(([name]) => name).join(', ')}` : `${file} is complete.`
);
console.log('Grafana’s users are admin, editor and viewer; their passwords are GRAFANA_..._PASSWORD in that file.');

#!/usr/bin/env node
/**
 * The session server as a program: the bundle of `npm run build:server` where there is one, else its sources, which
 * need the project's dependencies. Keeps what must outlive a restart in .live-sessions/ below the working directory.
 */
const { existsSync } = require('node:fs');
const path = require('node:path');

const bundle = path.join(__dirname, '../build/server/peerjs-server.js');
if (existsSync(bundle)) {
  require(bundle);
} else {
  require('tsx/cjs');
  require('../server/main.ts');
}

// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';
import { setImmediate } from 'timers';
import { MessageChannel } from 'worker_threads';

// jsdom has none, and React's server renderer, which @grafana/ui loads, makes one when it is imported. A port that listens
// would keep the process from ending.
class UnheldMessageChannel extends MessageChannel {
  constructor() {
    super();
    setImmediate(() => {
      this.port1.unref();
      this.port2.unref();
    });
  }
}
Object.assign(global, { MessageChannel: UnheldMessageChannel });

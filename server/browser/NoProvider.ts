/** Where no browser can be had: whoever asks for one is told what is missing. */
import { ProviderFailure, type ProvidedBrowser, type Provider } from './provider';

export class NoProvider implements Provider {
  readonly kind = 'local';

  /** `why` names what is missing and what to do. */
  constructor(readonly why: string) {}

  async launch(): Promise<ProvidedBrowser> {
    throw new ProviderFailure('unavailable', this.why);
  }

  async sweep(): Promise<void> {}

  async close(): Promise<void> {}
}

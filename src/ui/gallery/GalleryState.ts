import type { ReactNode } from 'react';
import type { FakeLiveApp } from '../../testing/fakeLiveApp';

export interface GalleryState {
  title: string;
  app: FakeLiveApp;
  draw: () => ReactNode;
  /** Drawn as wide as a dialog rather than as the dock. */
  wide?: boolean;
  /** Drawn as narrow as the dock may be made. */
  narrow?: boolean;
}

import { createStore } from './store';

export const commandPaletteOpen = createStore(false);

export const openCommandPalette = (): void => commandPaletteOpen.set(true);
export const closeCommandPalette = (): void => commandPaletteOpen.set(false);

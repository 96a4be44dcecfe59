/** Imported before any schema: by default zod tries out whether it may make code of a text, which the page's policy forbids. */
import { config } from 'zod';

config({ jitless: true });

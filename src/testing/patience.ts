/** How long tests of the interface wait: jsdom takes seconds to draw and type into dialogs while a machine is busy. */
import { configure } from '@testing-library/react';

/** Milliseconds for something to appear. */
configure({ asyncUtilTimeout: 15_000 });

import { mustHold, seedsFrom } from '../testing/seeds';

const SEEDS = seedsFrom(1_001, 1_000);

test(`ORD, JOIN: in ${SEEDS.length} more seeded rooms everyone who is let in applies every event in order, once`, async () => {
  await mustHold(SEEDS);
}, 600_000);

import fc from 'fast-check';
import { parseFrame } from './signallingFrames';
import { answer, candidate, offer } from './testing/peerClient';

const DST = 'p-00000000';

it('takes the frames of a data connection as they are', () => {
  for (const frame of [offer(DST), answer(DST), candidate(DST), { type: 'LEAVE', dst: DST }, { type: 'HEARTBEAT' }]) {
    expect(parseFrame(JSON.stringify(frame))).toEqual(frame);
  }
});

it('takes what it does not know out of candidates and descriptions', () => {
  const { payload } = candidate(DST);
  const frame = { ...candidate(DST), payload: { ...payload, candidate: { ...payload.candidate, url: 'x' } } };
  expect(parseFrame(JSON.stringify(frame))).toEqual(candidate(DST));
});

it('never throws, whatever text comes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (text) => {
      expect(parseFrame(text)).toBeNull();
    })
  );
});

it('refuses a good frame with any one member replaced or added', () => {
  const members = ['type', 'dst', 'payload', 'src', 'x', '__proto__'];
  fc.assert(
    fc.property(fc.constantFrom(...members), fc.jsonValue(), (member, value) => {
      expect(parseFrame(JSON.stringify({ ...offer(DST), [member]: value }))).toBeNull();
    })
  );
});

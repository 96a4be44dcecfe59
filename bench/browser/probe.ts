/**
 * A script that runs inside a viewer's page: what came on its sockets, and what it has drawn, read from the canvas itself,
 * whichever way the picture came.
 */
import { encodePicture } from '../../src/protocol/browserWire';
import { MARKS, SPOT, STRIP, STRIP_SPAN, type PageName } from './pages';

/** Since it was told to watch. */
export interface Seen {
  /** Milliseconds. */
  time: number;
  /** Drawn by a page, taken by a sink. */
  frames: number;
  /** Of the view socket and the others, without their frames' heads. */
  bytes: number;
  jpeg: number;
  h264: number;
  /** Milliseconds from when the remote page drew it to when it was drawn here; none of sinks. */
  ages: number[];
}

/** What a page says of itself, by `evaluate`. */
export interface ViewerProbe {
  watch(): void;
  seen(): Seen;
  /** The page that is in the picture. */
  shown: PageName | null;
  /** Milliseconds from each press to the first picture that shows it: on the canvas, and then on the screen. */
  changed: number[];
  painted: number[];
  /** Milliseconds from the press of the button that creates a session to the first picture, and to the page's own. */
  firstPicture: number | null;
  firstPage: number | null;
  /** What it told the server that it can show. */
  codecs: string[] | null;
}

/** The first byte of a picture on the wire tells what it is. */
const JPEG = encodePicture({ kind: 'jpeg', number: 0, width: 0, height: 0, bytes: new Uint8Array() })[0];

export const viewerProbe = `
  (() => {
    const now = () => performance.timeOrigin + performance.now();
    const viewer = (window.viewer = {
      shown: null, changed: [], painted: [], firstPicture: null, firstPage: null, codecs: null,
      watch() {
        begun = now();
        Object.assign(counted, { frames: 0, bytes: 0, jpeg: 0, h264: 0, ages: [] });
      },
      seen: () => ({ ...counted, time: now() - begun }),
    });
    let begun = now();
    const counted = { frames: 0, bytes: 0, jpeg: 0, h264: 0, ages: [] };
    let isLit = null;
    let press = null;
    let created = null;

    const Plain = window.WebSocket;
    window.WebSocket = class extends Plain {
      constructor(...args) {
        super(...args);
        this.addEventListener('message', ({ data }) => {
          counted.bytes += typeof data === 'string' ? data.length : data.byteLength;
          if (typeof data !== 'string') {
            counted[new Uint8Array(data)[0] === ${JPEG} ? 'jpeg' : 'h264'] += 1;
          }
        });
      }
      send(data) {
        if (typeof data === 'string' && data.includes('"quality"')) {
          viewer.codecs = JSON.parse(data).codecs;
        }
        super.send(data);
      }
    };

    document.addEventListener('pointerdown', ({ isTrusted, timeStamp, target }) => {
      if (isTrusted) {
        press = { at: performance.timeOrigin + timeStamp, was: isLit };
        if (target.closest('[data-testid="browser-create"]')) {
          created = press.at;
        }
      }
    }, true);

    const painted = new MessageChannel();
    painted.port1.onmessage = ({ data }) => viewer.painted.push(now() - data);
    const marks = ${JSON.stringify(MARKS)};
    const look = (context) => {
      const strip = context.getImageData(0, ${STRIP.bit / 2}, ${STRIP.bit * (STRIP.marks + STRIP.time)}, 1).data;
      const [red] = context.getImageData(${SPOT.x}, ${SPOT.y}, 1, 1).data;
      const at = now();
      const bits = Array.from({ length: ${STRIP.marks + STRIP.time} }, (_, bit) =>
        strip[4 * (bit * ${STRIP.bit} + ${STRIP.bit / 2})] > 127 ? 1 : 0
      );
      const mark = bits.slice(0, ${STRIP.marks}).join();
      viewer.shown = Object.keys(marks).find((name) => marks[name].join() === mark) ?? null;
      counted.frames += 1;
      if (viewer.shown !== null && viewer.shown !== 'still') {
        const made = bits.slice(${STRIP.marks}).reduce((sum, bit, place) => sum + bit * 2 ** place, 0);
        counted.ages.push((at - made + ${STRIP_SPAN}) % ${STRIP_SPAN});
      }
      isLit = red > 127;
      if (press && press.was !== null && isLit !== press.was) {
        const pressed = press.at;
        press = null;
        viewer.changed.push(at - pressed);
        requestAnimationFrame(() => painted.port2.postMessage(pressed));
      }
      if (created !== null) {
        viewer.firstPicture ??= at - created;
        viewer.firstPage ??= viewer.shown && at - created;
      }
    };
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...args) {
      draw.apply(this, args);
      if (this.canvas.dataset.testid === 'browser-picture') {
        look(this);
      }
    };
  })();
`;

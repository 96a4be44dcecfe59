/** What the shared browser shows while it is measured. Each page says in its picture which one it is, and when it was drawn. */

/** The strip in the upper left corner: bits of black and white, wide enough for any codec. */
export const STRIP = { bit: 16, marks: 4, time: 16 } as const;
/** Milliseconds after which the strip's time begins anew. */
export const STRIP_SPAN = 2 ** STRIP.time;

/** By which bits a page is known. */
export const MARKS = { still: [1, 0, 0, 1], moving: [1, 0, 1, 1], heavy: [1, 1, 0, 1] } as const;
export type PageName = keyof typeof MARKS;

/** In the middle of what changes from dark blue to yellow and back with each press of the mouse. */
export const SPOT = { x: 140, y: 160 } as const;

const page = (name: PageName, script: string) => `<title>${name}</title>
<style>
  body { margin: 0; width: 1280px; height: 720px; overflow: hidden; font: 14px sans-serif; background: #f4f7fb }
  #strip { position: absolute; left: 0; top: 0; z-index: 1 }
  #spot { position: absolute; left: 40px; top: 60px; width: 200px; height: 200px; background: #00105a; z-index: 1 }
  #spot.lit { background: #ffe600 }
  #picture { position: absolute; left: 0; top: 0 }
  table { position: absolute; left: 40px; top: 290px; width: 1200px } td { border-bottom: 1px solid #ccd; padding: 3px }
</style>
<canvas id="strip" width="${STRIP.bit * (STRIP.marks + STRIP.time)}" height="${STRIP.bit}"></canvas>
<div id="spot"></div>
<canvas id="picture" width="1280" height="720"></canvas>
<table>${rows()}</table>
<script>
  addEventListener('mousedown', () => document.querySelector('#spot').classList.toggle('lit'));
  const strip = document.querySelector('#strip').getContext('2d');
  const picture = document.querySelector('#picture').getContext('2d');
  const stamp = (time) => {
    const bits = [${MARKS[name].join()}];
    for (let bit = 0; bit < ${STRIP.time}; bit += 1) {
      bits.push((time >> bit) & 1);
    }
    bits.forEach((bit, at) => {
      strip.fillStyle = bit ? '#fff' : '#000';
      strip.fillRect(at * ${STRIP.bit}, 0, ${STRIP.bit}, ${STRIP.bit});
    });
  };
  const each = (draw) => {
    const next = (at) => {
      draw(at);
      stamp(Date.now() % ${STRIP_SPAN});
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  };
  ${script}
</script>`;

function rows(): string {
  return Array.from(
    { length: 6 },
    (_, row) =>
      `<tr>${['server', 'region', 'requests', 'errors', 'latency'].map((name, column) => `<td>${name} ${(row + 3) * (column + 7) * 13}</td>`).join('')}</tr>`
  ).join('');
}

/** Three charts, as a dashboard has them that is always new. */
const CHARTS = `
  const charts = (at) => {
    picture.clearRect(0, 0, 1280, 280);
    for (let chart = 0; chart < 3; chart += 1) {
      const left = 270 + chart * 330;
      picture.fillStyle = '#fff';
      picture.fillRect(left, 60, 310, 200);
      for (let line = 0; line < 4; line += 1) {
        picture.strokeStyle = ['#3274d9', '#e02f44', '#37872d', '#fa6400'][line];
        picture.beginPath();
        for (let x = 0; x < 310; x += 2) {
          picture.lineTo(left + x, 160 + 60 * Math.sin((x + at / 8) / (17 + 6 * line) + chart) * Math.cos(x / 90 + line));
        }
        picture.stroke();
      }
    }
  };`;

/** Everything is another one in each frame. */
const TILES = `
  const tiles = (at) => {
    for (let y = -1; y < 10; y += 1) {
      for (let x = -1; x < 17; x += 1) {
        picture.fillStyle = 'hsl(' + ((x * 37 + y * 61 + at / 20) % 360) + ' 70% 60%)';
        picture.fillRect(x * 80 + ((at / 5) % 80), y * 80 + ((at / 7) % 80), 78, 78);
        picture.fillStyle = '#123';
        picture.fillText('tile ' + x + ' ' + y, x * 80 + ((at / 5) % 80) + 10, y * 80 + ((at / 7) % 80) + 40);
      }
    }
  };`;

export const PAGES: Record<PageName, string> = {
  still: page('still', `${CHARTS} charts(0); stamp(0);`),
  moving: page('moving', `${CHARTS} each(charts);`),
  heavy: page('heavy', `${TILES} each(tiles);`),
};

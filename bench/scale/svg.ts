// How does a plot look? An SVG by itself, without scripts and fonts of others, on a card of its
// own, so that it can be read on light and dark pages alike.

import { scaleOf, type Scale, tickText } from './axes.js';
import type { Plot, Series } from './scale-run.js';

const WIDTH = 720;
const HEIGHT = 400;
/** Pixels around the plot itself: its title, its axes, the legend. */
const TOP = 74;
const RIGHT = 44;
const BOTTOM = 58;
const LEFT = 84;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;
/** Three colours that people of all kinds of sight tell apart, and shapes for everyone else. */
const SERIES_MAX = 3;

const STYLE = `
  .card { fill: #fcfcfb; stroke: #e1e0d9; }
  .grid { stroke: #e1e0d9; stroke-width: 1; }
  .axis { stroke: #898781; stroke-width: 1; }
  text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #52514e; }
  .title { font-size: 15px; font-weight: 600; fill: #0b0b0b; }
  .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
  .mark { stroke: #fcfcfb; stroke-width: 1.5; }
  .s0 { stroke: #2a78d6; } .m0 { fill: #2a78d6; }
  .s1 { stroke: #d9480f; } .m1 { fill: #d9480f; }
  .s2 { stroke: #0f7b5f; } .m2 { fill: #0f7b5f; }
  @media (prefers-color-scheme: dark) {
    .card { fill: #1a1a19; stroke: #383835; }
    .grid { stroke: #2c2c2a; }
    text { fill: #c3c2b7; }
    .title { fill: #ffffff; }
    .mark { stroke: #1a1a19; }
    .s0 { stroke: #5598e7; } .m0 { fill: #5598e7; }
    .s1 { stroke: #f2804f; } .m1 { fill: #f2804f; }
    .s2 { stroke: #35b893; } .m2 { fill: #35b893; }
  }
`;

/** The plot as an SVG document. Throws where it has more lines than can be told apart. */
export function svgOf({ title, x, y, series }: Plot): string {
  if (series.length > SERIES_MAX) throw new RangeError(`${series.length} lines in a plot`);
  const points = series.flatMap((each) => each.points);
  const across = scaleOf(
    x,
    points.map((point) => point[0]),
    PLOT_WIDTH,
  );
  const up = scaleOf(
    y,
    points.map((point) => point[1]),
    PLOT_HEIGHT,
  );
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}"` +
      ` height="${HEIGHT}" role="img" aria-label="${escaped(title)}">`,
    `<style>${STYLE}</style>`,
    `<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="8"/>`,
    text(LEFT, 28, title, 'class="title"'),
    ...legend(series),
    ...horizontalAxis(across, x.label),
    ...verticalAxis(up, y.label),
    ...series.map((each, i) => lineOf(each, i, across, up)),
    ...series.flatMap(({ points: own }, i) =>
      own.map((point) => {
        const [at, value] = point;
        const told = `${tickText(at, x.unit)}: ${tickText(Number(value.toPrecision(3)), y.unit)}`;
        return markOf(LEFT + across.at(at), HEIGHT - BOTTOM - up.at(value), i, told);
      }),
    ),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function legend(series: readonly Series[]): string[] {
  const parts: string[] = [];
  let x = LEFT;
  series.forEach(({ name }, i) => {
    parts.push(
      `<path class="line s${i}" d="M${x} 48h24"/>`,
      markOf(x + 12, 48, i, name),
      text(x + 32, 52, name),
    );
    // Letters are some 6.4 pixels wide.
    x += 52 + Math.round(name.length * 6.4);
  });
  return parts;
}

function horizontalAxis({ ticks, at }: Scale, label: string): string[] {
  const bottom = HEIGHT - BOTTOM;
  return [
    ...ticks.flatMap(({ value, text: told }) => {
      const x = rounded(LEFT + at(value));
      return [
        `<path class="grid" d="M${x} ${TOP}V${bottom}"/>`,
        text(x, bottom + 18, told, 'text-anchor="middle"'),
      ];
    }),
    `<path class="axis" d="M${LEFT} ${bottom}H${WIDTH - RIGHT}"/>`,
    text(LEFT + PLOT_WIDTH / 2, HEIGHT - 14, label, 'text-anchor="middle"'),
  ];
}

function verticalAxis({ ticks, at }: Scale, label: string): string[] {
  const middle = TOP + PLOT_HEIGHT / 2;
  return [
    ...ticks.flatMap(({ value, text: told }) => {
      const y = rounded(HEIGHT - BOTTOM - at(value));
      return [
        `<path class="grid" d="M${LEFT} ${y}H${WIDTH - RIGHT}"/>`,
        text(LEFT - 8, y + 4, told, 'text-anchor="end"'),
      ];
    }),
    text(18, middle, label, `text-anchor="middle" transform="rotate(-90 18 ${middle})"`),
  ];
}

function lineOf({ points }: Series, number: number, across: Scale, up: Scale): string {
  const places = points.map(([x, y]) => {
    return `${rounded(LEFT + across.at(x))} ${rounded(HEIGHT - BOTTOM - up.at(y))}`;
  });
  return `<path class="line s${number}" d="M${places.join('L')}"/>`;
}

/** A circle, a square or a diamond; who points at it is told what it says. */
function markOf(x: number, y: number, number: number, told: string): string {
  const [cx, cy] = [rounded(x), rounded(y)];
  const title = `<title>${escaped(told)}</title>`;
  if (number === 0)
    return `<circle class="mark m0" cx="${cx}" cy="${cy}" r="4.5">${title}</circle>`;
  const turn = number === 1 ? '' : ` transform="rotate(45 ${cx} ${cy})"`;
  const corner = `x="${rounded(x - 4)}" y="${rounded(y - 4)}" width="8" height="8"`;
  return `<rect class="mark m${number}" ${corner}${turn}>${title}</rect>`;
}

function text(x: number, y: number, words: string, attributes = ''): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escaped(words)}</text>`.replace(' >', '>');
}

function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

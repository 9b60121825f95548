// Text tables for people: columns as wide as their cells, in terminal columns. Knows no colours.

/** A column: its heading, and whether its cells stand on the right, as numbers do. */
export type Column = { readonly heading: string; readonly isRight?: boolean };

/** A table with a heading and a rule below it; cells beyond the columns are left out. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, c) =>
    rows.reduce((width, row) => Math.max(width, widthOf(clean(row[c]))), widthOf(column.heading)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, c) => pad(clean(cells[c]), widths[c], column.isRight === true))
      .join('  ')
      .trimEnd();
  const heading = line(columns.map((column) => column.heading));
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return `${[heading, rule, ...rows.map(line)].join('\n')}\n`;
}

/** Names and values under one another. */
export function listing(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(...pairs.map(([name]) => widthOf(name)));
  return pairs.map(([name, value]) => `${pad(name, width, false)}  ${value}\n`).join('');
}

/** A whole number with its thousands apart. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/**
 * Foreign text as a terminal may have it: characters that control it, or that turn the direction of
 * what follows, are shown as `\u001b`.
 */
export function clean(cell: string | undefined): string {
  return (cell ?? '').replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function pad(text: string, width: number, isRight: boolean): string {
  const gap = ' '.repeat(Math.max(0, width - widthOf(text)));
  return isRight ? gap + text : text + gap;
}

/** Terminal columns: combining marks take none, East Asian wide forms two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mn}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

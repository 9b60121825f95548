// Which lines are tied, directly or through others: trees of lines, each line naming the one above.

/** The line that stands for all that are tied to `line`: the first of them. */
export function rootOf(lineTie: Int32Array, line: number): number {
  let root = line;
  while (lineTie[root] !== root) root = lineTie[root];
  // What was passed on the way is hung up higher, so that trees stay flat.
  let at = line;
  while (lineTie[at] !== root) {
    const above = lineTie[at];
    lineTie[at] = root;
    at = above;
  }
  return root;
}

/** Ties two lines. */
export function tie(lineTie: Int32Array, a: number, b: number): void {
  const rootA = rootOf(lineTie, a);
  const rootB = rootOf(lineTie, b);
  if (rootA < rootB) lineTie[rootB] = rootA;
  else lineTie[rootA] = rootB;
}

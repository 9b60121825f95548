// HiGHS, a solver of mixed-integer programs, as a judge of our own search. It takes a program as
// text in the LP format and knows nothing of orders.

import loadHighs from 'highs';

/** An optimum: what the objective comes to, and the values of variables by name. */
export type Optimum = { readonly objective: number; readonly values: ReadonlyMap<string, number> };

/** Solves a program to optimality. Null: time was up before. Throws where there is no solution. */
export type Solver = (program: string, secondsMax?: number) => Optimum | null;

/** What makes it exact, alone on its thread, and fast on programs as small as these. */
const OPTIONS = {
  output_flag: false,
  threads: 1,
  presolve: 'off',
  mip_heuristic_effort: 0,
  mip_heuristic_run_feasibility_jump: false,
  mip_rel_gap: 0,
  mip_abs_gap: 1e-6,
} as const;

type Loaded = {
  solve(
    program: string,
    options: object,
  ): {
    readonly Status: string;
    readonly ObjectiveValue: number;
    readonly Columns: Readonly<Record<string, { readonly Primal?: number }>>;
  };
};

/** Loads the solver: some 60 ms. */
export async function loadSolver(): Promise<Solver> {
  // Its types are those of a CommonJS module, what is loaded is its ES module.
  const highs = await (loadHighs as unknown as () => Promise<Loaded>)();
  return (program, secondsMax) => {
    const limit = secondsMax === undefined ? {} : { time_limit: secondsMax };
    const solution = highs.solve(program, { ...OPTIONS, ...limit });
    if (solution.Status === 'Time limit reached') return null;
    if (solution.Status !== 'Optimal') throw new Error(`HiGHS ended as ${solution.Status}`);
    const columns = Object.entries(solution.Columns);
    const values = new Map(columns.map(([name, { Primal }]) => [name, Primal ?? 0]));
    return { objective: solution.ObjectiveValue, values };
  };
}

/** `3 x0 + 2 x1`, broken into lines, since a line of the format has 560 characters at most. */
export function sumOf(terms: readonly (readonly [factor: number, name: string])[]): string {
  const texts = terms.map(
    ([factor, name]) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${name}`,
  );
  const lines: string[] = [];
  for (let at = 0; at < texts.length; at += 16) lines.push(texts.slice(at, at + 16).join(' '));
  return lines.join('\n  ');
}

// Asks the admin port of a server, and reads what /metrics says.

import type { Serving } from './command.js';

/** The address of the admin port, from what the server printed. */
export function adminOf(serving: Serving): string {
  const found = /admin on (http:\/\/\S+)/.exec(serving.stdout());
  if (found === null) throw new Error(`no admin port: ${serving.stdout()}`);
  return found[1];
}

/** Values by series, as they are written: a name and its labels. */
export async function scrape(admin: string): Promise<Map<string, number>> {
  const answer = await fetch(`${admin}/metrics`);
  if (answer.status !== 200) throw new Error(`/metrics answers ${answer.status}`);
  const lines = (await answer.text()).split('\n');
  const series = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    series.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

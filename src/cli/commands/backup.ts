// `shipfrom backup`: has a server copy its store while it serves.

import { request } from 'node:http';
import { type Command, Option } from 'commander';
import { CliFailure, EXIT, messageOf } from '../failure.js';
import { parseAdmin } from '../host.js';
import { print, printJson } from '../output.js';
import { grouped } from '../table.js';

type BackupOptions = { readonly admin: string; readonly json?: boolean };
type Backup = { readonly path: string; readonly bytes: number; readonly durationMs: number };
type Failed = { readonly error: { readonly reason: string; readonly message: string } };

const HELP = `
The server writes the copy into a new folder of its --backup-dir, on its own machine, and goes on
serving. What was acknowledged before is in it. A copy is a data folder: 'shipfrom serve --data-dir'
on it, or on a copy of it, serves what was there then.`;

/** Adds the command to the program. */
export function addBackup(program: Command, done: (exitCode: number) => void): void {
  program
    .command('backup')
    .description('copy the store of a server that serves')
    .addOption(
      new Option('--admin <port>', 'the admin port of the server; HOST:PORT for another address')
        .env('SHIPFROM_ADMIN')
        .makeOptionMandatory(),
    )
    .option('--json', 'print what was copied as JSON')
    .addHelpText('after', HELP)
    .action(async (options: BackupOptions) => done(await backup(options)));
}

async function backup(options: BackupOptions): Promise<number> {
  const { status, body } = await post(options.admin);
  if (status !== 200) {
    const { reason, message } = (body as Failed).error;
    throw new CliFailure(EXIT.refused, 'BACKUP', message, reason);
  }
  const { path, bytes, durationMs } = body as Backup;
  if (options.json === true) printJson(body);
  else print(`${path}: ${grouped(bytes)} bytes in ${grouped(durationMs)} ms\n`);
  return EXIT.done;
}

/** Not `fetch`: it gives up on an answer that takes more than five minutes. */
function post(admin: string): Promise<{ status?: number; body: unknown }> {
  const { host, port } = parseAdmin(admin);
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      const message = `no copy from the admin port ${admin}: ${why}`;
      reject(new CliFailure(EXIT.cannot, 'ADMIN', message));
    };
    const call = request({ host, port, path: '/backup', method: 'POST' }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('error', (error) => fail(messageOf(error)));
      answer.on('end', () => {
        try {
          resolve({ status: answer.statusCode, body: JSON.parse(text) });
        } catch {
          fail('the answer is not that of Shipfrom');
        }
      });
    });
    call.on('error', (error) => fail(messageOf(error)));
    call.end();
  });
}

// The command line: which commands there are, and how a failure becomes an exit code.

import { readFileSync } from 'node:fs';
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { Command, CommanderError } from 'commander';
import { addAllocate } from './commands/allocate.js';
import { addAllocation } from './commands/allocation.js';
import { addBackup } from './commands/backup.js';
import { addConfig } from './commands/config.js';
import { addDemo } from './commands/demo.js';
import { addEvents } from './commands/events.js';
import { addExplain } from './commands/explain.js';
import { addImport } from './commands/import.js';
import { addInventory } from './commands/inventory.js';
import { addLedger } from './commands/ledger.js';
import { addLog } from './commands/log.js';
import { addRecord } from './commands/record.js';
import { addReplay } from './commands/replay.js';
import { addServe } from './commands/serve.js';
import { addStore } from './commands/store.js';
import { addSuggest } from './commands/suggest.js';
import { CliFailure, EXIT, EXIT_HELP, failureText, messageOf, wrongUse } from './failure.js';
import type { StartServer } from './host.js';
import { outliveReaders, warn } from './output.js';

/** Variables of the environment that switch something on; commander would take `false` for true. */
const SWITCHES = ['SHIPFROM_INSECURE', 'SHIPFROM_NO_REFLECTION', 'SHIPFROM_TLS'];

/** What the command line is given by the composition root. */
export type CliParts = { readonly startServer: StartServer };

/** Runs a command and gives the exit code of the process. Never rejects. */
export async function runCli(args: readonly string[], parts: CliParts): Promise<number> {
  let exitCode: number = EXIT.done;
  outliveReaders();
  try {
    readSwitches(process.env);
    // What its log says of a taken port or a lost server, our errors say better.
    if (process.env.GRPC_VERBOSITY === undefined) setLogVerbosity(logVerbosity.NONE);
    const program = programOf(parts, (code) => {
      exitCode = code;
    });
    if (args.length === 0) {
      program.outputHelp({ error: true });
      return EXIT.cannot;
    }
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, args.includes('--json'));
  }
}

function programOf(parts: CliParts, done: (exitCode: number) => void): Command {
  const program = new Command('shipfrom')
    .description('decides which locations should ship an order')
    .version(packageVersion(), '--version', 'print the version')
    // So that an option after a command is the command's: `config export --version 3`.
    .enablePositionalOptions()
    .addHelpText('after', EXIT_HELP)
    .showHelpAfterError("('--help' shows the options)")
    .exitOverride();
  addServe(program, parts.startServer, done);
  addDemo(program, parts.startServer, done);
  addImport(program, done);
  addInventory(program, done);
  addLedger(program, done);
  addEvents(program, done);
  addConfig(program, done);
  addSuggest(program, done);
  addExplain(program, done);
  addLog(program, done);
  addRecord(program, done);
  addReplay(program, done);
  addAllocate(program, done);
  addAllocation(program, done);
  addBackup(program, done);
  addStore(program, done);
  overrideExits(program);
  return program;
}

/**
 * Commands inherit settings when they are made, and ours are made in other files; so all are set
 * here.
 */
function overrideExits(command: Command): void {
  for (const child of command.commands) {
    child.exitOverride().showHelpAfterError("('--help' shows the options)");
    if (child.commands.length === 0) child.addHelpText('after', EXIT_HELP);
    overrideExits(child);
  }
}

function report(error: unknown, isJson: boolean): number {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong; help that was asked for is no failure.
    return error.exitCode === 0 ? EXIT.done : EXIT.cannot;
  }
  if (error instanceof CliFailure) {
    warn(failureText(error, isJson));
    return error.exitCode;
  }
  // Not foreseen: the stack is what is needed.
  const detail = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  warn(`error: INTERNAL: ${detail}\n`);
  return EXIT.cannot;
}

/** The version in the package's manifest, three up from the build. */
function packageVersion(): string {
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function readSwitches(environment: NodeJS.ProcessEnv): void {
  for (const name of SWITCHES) {
    const value = environment[name];
    if (value === undefined || /^(true|yes|1)$/i.test(value)) continue;
    if (!/^(false|no|0|)$/i.test(value)) throw wrongUse(`${name}=${value}: must be true or false`);
    delete environment[name];
  }
}

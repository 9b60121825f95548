#!/usr/bin/env node
// The composition root: gives the command line its process and its server, and leaves with its exit
// code.

import { runCli } from './cli/program.js';
import { startServer } from './rpc/server.js';

process.exitCode = await runCli(process.argv.slice(2), { startServer });

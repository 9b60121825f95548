// Answers: are the system commands that the tests and benches start there, and if not, who installs
// them? Root on Debian: this script does. Anyone else: it prints the one line to type, and fails.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The command that must be on the PATH, and the Debian package that brings it. */
const NEEDED = [
  { command: 'h2load', debianPackage: 'nghttp2-client' },
  { command: 'strace', debianPackage: 'strace' },
  { command: 'openssl', debianPackage: 'openssl' },
  // It brings redis-cli, too.
  { command: 'redis-server', debianPackage: 'redis-server' },
];

function isOnPath(command) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function aptGet(...words) {
  console.log(`set-up: apt-get ${words.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', words, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
}

/** Asked by Debian's packages before they start what they bring; 101: they must not. */
const POLICY = '/usr/sbin/policy-rc.d';

/** Installs packages without starting anything, now or when the machine starts. */
function install(packages) {
  const isOurs = !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    aptGet('install', '-qq', '-y', '--no-install-recommends', ...packages);
  } finally {
    if (isOurs) rmSync(POLICY);
  }
  if (packages.includes('redis-server')) {
    spawnSync('update-rc.d', ['redis-server', 'disable'], { stdio: 'ignore' });
  }
}

const missing = NEEDED.filter(({ command }) => !isOnPath(command));
if (missing.length > 0) {
  const packages = missing.map(({ debianPackage }) => debianPackage);
  const isDebian = existsSync('/etc/debian_version') && isOnPath('apt-get');
  if (isDebian && process.getuid?.() === 0) {
    aptGet('-qq', 'update');
    install(packages);
  }
  const absent = missing.filter(({ command }) => !isOnPath(command));
  if (absent.length > 0) {
    const names = absent.map(({ command }) => command).join(', ');
    console.error(`The tests need ${names}. Type this, then run the tests again:`);
    console.error(`  sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}`);
    if (!isDebian) console.error('(Not Debian: install the same commands with your own packager.)');
    process.exit(1);
  }
}

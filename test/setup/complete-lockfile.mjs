// Answers: which prebuilt binaries of other platforms are missing from package-lock.json? npm
// leaves out an optional package that the registry in use does not serve, and `npm ci` then refuses
// the lock file everywhere. This adds the entries (version, cpu, libc, os; no integrity, since
// nobody saw the package). Run it whenever `npm install` has changed the lock file: `npm run
// lock:complete`, with the folder of another one behind `--`.
import { readFileSync, writeFileSync } from 'node:fs';

const LOCK_NAME = `${process.argv[2] ?? '.'}/package-lock.json`;
const LOCK_PATH = new URL(`../../${LOCK_NAME}`, import.meta.url);
const OPERATING_SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'arm'];

/** Reads os, cpu and libc from a name such as `@oxlint/binding-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  if (words.includes('wasm32')) return { cpu: ['wasm32'], libc: undefined, os: undefined };
  const os = OPERATING_SYSTEMS.find((candidate) => words.includes(candidate));
  const cpu = PROCESSORS.find((candidate) => words.includes(candidate));
  const isOldArm = words.some((word) => word.startsWith('armv'));
  if (os === undefined || (cpu === undefined && !isOldArm)) {
    throw new Error(`cannot read a platform from the package name ${name}`);
  }
  const isMusl = words.some((word) => word.startsWith('musl'));
  const isGlibc = words.some((word) => word.startsWith('gnu'));
  const libc = isMusl ? ['musl'] : isGlibc ? ['glibc'] : undefined;
  return { cpu: [cpu ?? 'arm'], libc, os: [os] };
}

const lock = JSON.parse(readFileSync(LOCK_PATH, 'utf8'));
let addedCount = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const isLocked =
      `node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages;
    if (isLocked) continue;
    if (!/^\d+\.\d+\.\d+$/.test(version)) {
      throw new Error(`${path} wants ${name}@${version}: not one exact version`);
    }
    const { cpu, libc, os } = platformOf(name);
    // npm's own key order, so that a later `npm install` leaves the entry as it is.
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu,
      dev: entry.dev === true ? true : undefined,
      libc,
      optional: true,
      os,
    };
    addedCount += 1;
  }
}
const root = lock.packages[''];
const rest = Object.entries(lock.packages).filter(([path]) => path !== '');
rest.sort(([left], [right]) => left.localeCompare(right, 'en'));
lock.packages = { '': root, ...Object.fromEntries(rest) };
writeFileSync(LOCK_PATH, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${LOCK_NAME}: ${addedCount} entries added for other platforms`);

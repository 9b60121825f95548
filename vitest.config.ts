// How the tests run: TypeScript sources in forked processes (worker threads inside a test need a
// process of their own), three at a time, as many of them wait for disks and other processes. Worker
// entries, protos and descriptors come from the build, so build first.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { defineConfig } from 'vitest/config';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const REPORT = process.env.SHIPFROM_TEST_REPORT ?? '.cache/test-report.json';
/**
 * Half of the processor time of a short test file is the start of its process and its imports. The
 * files of these folders follow each other in one process and share both.
 */
const SHARED = 'test/{base,columns,configuration,core,engine,explain,pool,rpc,wire}/**/*.test.ts';
/** Among them these look at the heap of their process, which is to be their own. */
const ALONE = ['test/rpc/routing.test.ts', 'test/wire/allocation-free.test.ts'];
/** These ask for a real Redis, which they share as far as they can. */
const REDIS = ['test/**/redis*.test.ts', 'test/faults/**/*.test.ts'];

function excepted(pattern: string): string {
  return `!${pattern}`;
}

/**
 * What lies beside a module (a worker entry, the descriptors) exists in the build alone. So in the
 * sources `import.meta.url` names the compiled file, and `new URL('./worker.js', import.meta.url)`
 * is found.
 */
const resourcesOfTheBuild = {
  name: 'resources-of-the-build',
  transform(code: string, id: string): string | undefined {
    const isSource = id.startsWith(`${ROOT}src/`) || id.startsWith(`${ROOT}bench/`);
    if (!isSource || !code.includes('import.meta.url')) return undefined;
    const compiled = `${ROOT}dist/${id.slice(ROOT.length).replace(/\.ts$/, '.js')}`;
    return code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(compiled).href));
  },
};

export default defineConfig({
  plugins: [resourcesOfTheBuild],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: [SHARED, ...[...ALONE, ...REDIS].map(excepted)],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
      {
        extends: true,
        test: {
          name: 'redis',
          include: REDIS,
          globalSetup: 'test/support/redis/global-setup.ts',
          // Some start a dozen processes.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'other',
          include: ['test/**/*.test.ts', ...[SHARED, ...REDIS].map(excepted)],
        },
      },
    ],
    pool: 'forks',
    maxWorkers: 3,
    execArgv: ['--expose-gc'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    reporters: ['default', ['json', { outputFile: REPORT }]],
  },
});

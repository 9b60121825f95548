// Answers: what did the test runs and the other steps of .ci/run amount to?
// usage: count-tests.mjs FAILED_STEP_COUNT [EXIT_CODE:REPORT.json ...]   (a report per test run)
// Prints `N passed, N failed`. A test counts once over all runs: failed if it failed in any of them,
// passed if it passed in one and failed in none. A failed step counts as one failure more.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [failedStepsText, ...runs] = process.argv.slice(2);
const passed = new Set();
const failed = new Set();

/** Adds one report's tests to the sets; returns how many failures the report names. */
function readReport(path) {
  let failureCount = 0;
  for (const file of JSON.parse(readFileSync(path, 'utf8')).testResults) {
    const fileName = relative(process.cwd(), file.name);
    // Tests of one title are told apart by their place among them, which is the same in every run.
    const titleCounts = new Map();
    for (const { fullName, status } of file.assertionResults) {
      const place = (titleCounts.get(fullName) ?? 0) + 1;
      titleCounts.set(fullName, place);
      const name = `${fileName} ${fullName} #${place}`;
      if (status === 'failed') failed.add(name);
      if (status === 'passed') passed.add(name);
    }
    const failures = file.assertionResults.filter(({ status }) => status === 'failed');
    // A file that could not be loaded holds no failed test, yet it failed.
    const isBroken = file.status === 'failed' && failures.length === 0;
    if (isBroken) failed.add(fileName);
    failureCount += failures.length + (isBroken ? 1 : 0);
  }
  return failureCount;
}

let otherFailureCount = Number(failedStepsText);
for (const run of runs) {
  const separator = run.indexOf(':');
  const isSuccess = run.slice(0, separator) === '0';
  const path = run.slice(separator + 1);
  let isExplained = isSuccess;
  try {
    isExplained = readReport(path) > 0 || isSuccess;
  } catch (error) {
    isExplained = false;
    console.log(`no test report ${path}: ${error.message}`);
  }
  // A run can fail without a failing test: a check before the tests, an unhandled rejection, a crash.
  if (!isExplained) otherFailureCount += 1;
}
const failedCount = failed.size + otherFailureCount;
const passedCount = [...passed].filter((name) => !failed.has(name)).length;
console.log(`${passedCount} passed, ${failedCount} failed`);
process.exit(failedCount === 0 && passedCount > 0 ? 0 : 1);

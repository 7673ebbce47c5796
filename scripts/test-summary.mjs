// Reads the report that vitest's json reporter wrote and prints "N passed, N failed" on a line of its own.
// Exits with 1 when anything failed, nothing ran, or there is no report.
//
//   node scripts/test-summary.mjs <report.json>

import fs from 'node:fs';

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`There is no test report: ${error.message}`);
    return { testResults: [], numPassedTests: 0, numFailedTests: 0, success: false };
  }
}

const report = readReport(process.argv[2]);
// A file that fails to load has no tests to count, and must not go unnoticed.
const brokenFiles = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
);
for (const { name, message } of brokenFiles) console.error(`Failed to run: ${name}\n${message}`);

const failed = report.numFailedTests + brokenFiles.length;
console.log(`${report.numPassedTests} passed, ${failed} failed`);
process.exitCode = report.success && failed === 0 && report.numPassedTests > 0 ? 0 : 1;

import type { Reporter, TestModule } from 'vitest/node';

const SHOWN = 20;

/** Prints what a run took longest for. */
export class Slowest implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => ({
        name: `${module.relativeModuleId} > ${test.fullName}`,
        seconds: (test.diagnostic()?.duration ?? 0) / 1000,
      })),
    );
    if (tests.length <= SHOWN) return;
    const slowest = tests.sort((a, b) => b.seconds - a.seconds).slice(0, SHOWN);
    const lines = slowest.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`);
    process.stdout.write(`\nThe slowest ${SHOWN} of ${tests.length} tests:\n${lines.join('\n')}\n`);
  }
}

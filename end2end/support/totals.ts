import type { FullResult, Reporter, Suite } from "@playwright/test/reporter";

/** Ends the run with one line that a program can read. */
export default class Totals implements Reporter {
  #suite: Suite | undefined;

  onBegin(_config: unknown, suite: Suite) {
    this.#suite = suite;
  }

  onEnd(_result: FullResult) {
    const tests = this.#suite?.allTests() ?? [];
    const passed = tests.filter((test) => test.outcome() === "expected" && test.results.length > 0).length;
    // What was skipped or never ran has not passed.
    process.stdout.write(`\n${passed} passed, ${tests.length - passed} failed\n`);
  }

  printsToStdio() {
    return false;
  }
}

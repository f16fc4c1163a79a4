import type { FullResult, Reporter, Suite, TestCase } from "@playwright/test/reporter";

/** Ends the run with what failed, briefly, and one line that a program can read. */
export default class Totals implements Reporter {
  #suite: Suite | undefined;

  onBegin(_config: unknown, suite: Suite) {
    this.#suite = suite;
  }

  onEnd(_result: FullResult) {
    const tests = this.#suite?.allTests() ?? [];
    // What was skipped or never ran has not passed.
    const failed = tests.filter((test) => test.outcome() !== "expected" || test.results.length === 0);
    const lines = failed.slice(0, 20).map((test) => `failed: ${test.titlePath().slice(2).join(" › ")}: ${reason(test)}\n`);
    process.stdout.write(`\n${lines.join("")}${tests.length - failed.length} passed, ${failed.length} failed\n`);
  }

  printsToStdio() {
    return false;
  }
}

/** What the first error says, in one line without colours. */
function reason(test: TestCase): string {
  const message = test.results[0]?.error?.message ?? "it did not run";
  return message.replaceAll(/\u001b\[[0-9;]*m/g, "").replaceAll(/\s+/g, " ").slice(0, 200);
}

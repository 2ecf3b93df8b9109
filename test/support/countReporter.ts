import type { Reporter, TestModule, TestSuite } from 'vitest/node'

interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/**
 * Prints `N passed, N failed, N skipped` as the very last line on stdout. What fails outside a test (a file that cannot
 * be loaded, a hook, an unhandled error, a run that was interrupted) counts as failed too: no failure is ever "0 failed".
 */
// biome-ignore lint/style/noDefaultExport: Vitest takes a reporter's default export.
export default class CountReporter implements Reporter {
  private counts: Counts = { passed: 0, failed: 1, skipped: 0 }

  onInit(): void {
    // Vitest prints after the last reporter has been called, for example that it cannot close.
    process.on('exit', () => process.stdout.write(`${formatCounts(this.counts)}\n`))
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[], reason: string): void {
    const states = modules.flatMap((module) => [...module.children.allTests()]).map((test) => test.result().state)
    const broken = modules.flatMap((module) => [module, ...module.children.allSuites()]).filter(hasOwnErrors)
    const failed = states.filter((state) => state === 'failed').length + broken.length + unhandledErrors.length
    this.counts = {
      passed: states.filter((state) => state === 'passed').length,
      failed: reason === 'passed' ? failed : Math.max(failed, 1),
      skipped: states.filter((state) => state === 'skipped' || state === 'pending').length,
    }
  }
}

function hasOwnErrors(part: TestModule | TestSuite): boolean {
  return part.errors().length > 0
}

function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

import { detectEngines } from '../../store/engines.ts'
import { forgetEndedTests } from '../../store/engineTests.ts'
import type { Technology } from '../../ui/technologies.ts'

export function checkAgain(technologies: readonly Technology[]): void {
  forgetEndedTests(technologies)
  void detectEngines(technologies)
}

import type { RunHead } from '../../../main/contract/run.ts'

export const statusWords: Readonly<Record<RunHead['status'], string>> = {
  completed: 'completed',
  cancelled: 'cancelled',
  failed: 'failed',
  running: 'not finished',
}

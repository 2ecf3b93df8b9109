import type { Command } from './commandLine.ts'
import { compareCommand } from './compare.ts'
import { diffCommand } from './diff.ts'
import { enginesCommand } from './engines.ts'
import { exportCommand } from './export.ts'
import { foldersCommand } from './folders.ts'
import { listCommand } from './list.ts'
import { runsCommand } from './runs.ts'
import { serveCommand } from './serve.ts'
import { sweepCommand } from './sweep.ts'

export const commands: readonly Command[] = [
  compareCommand,
  diffCommand,
  enginesCommand,
  exportCommand,
  foldersCommand,
  listCommand,
  runsCommand,
  serveCommand,
  sweepCommand,
]

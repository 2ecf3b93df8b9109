import { buildsCommand } from './builds/command.ts'
import { changesCommand } from './changes.ts'
import type { Command } from './commandLine.ts'
import { commitCommand } from './commit.ts'
import { compareCommand } from './compare.ts'
import { composeCommand } from './compose/command.ts'
import { attachCommand, execCommand } from './container/exec.ts'
import { runCommand } from './container/run.ts'
import { contextCommand } from './context/command.ts'
import { deleteCommand } from './delete.ts'
import { diffCommand } from './diff.ts'
import { diskCommand } from './disk.ts'
import { enginesCommand } from './engines.ts'
import { envCommand } from './env/command.ts'
import { exportCommand } from './export.ts'
import { foldersCommand } from './folders.ts'
import { hubCommand } from './hub/command.ts'
import { imageCommand } from './image/command.ts'
import { imagesCommand } from './image/list.ts'
import { listCommand } from './list.ts'
import { logsCommand } from './logs/command.ts'
import { networkCommand } from './network/command.ts'
import { noteCommand } from './note.ts'
import { powerCommands } from './power.ts'
import { psCommand } from './ps.ts'
import { registryCommand } from './registry/command.ts'
import { removeCommand } from './remove.ts'
import { renameCommand } from './rename.ts'
import { runsCommand } from './runs.ts'
import { serveCommand } from './serve.ts'
import { sweepCommand } from './sweep.ts'
import { vmCommand } from './vm/command.ts'
import { volumeCommand } from './volume/command.ts'

export const commands: readonly Command[] = [
  attachCommand,
  buildsCommand,
  changesCommand,
  commitCommand,
  compareCommand,
  composeCommand,
  contextCommand,
  deleteCommand,
  diffCommand,
  diskCommand,
  enginesCommand,
  envCommand,
  execCommand,
  exportCommand,
  foldersCommand,
  hubCommand,
  imageCommand,
  imagesCommand,
  listCommand,
  logsCommand,
  networkCommand,
  noteCommand,
  ...powerCommands,
  psCommand,
  registryCommand,
  removeCommand,
  renameCommand,
  runCommand,
  runsCommand,
  serveCommand,
  sweepCommand,
  vmCommand,
  volumeCommand,
]

import { isAbsent } from '../../drivers/absent.ts'
import type { Execution } from '../../drivers/contender.ts'
import { EngineError } from '../../model/engineError.ts'
import type { SampleList } from './sampleList.ts'
import type { RoundTask } from './task.ts'

/** The user's own command, after what prepares it; its exit code is recorded whatever it is. */
export async function measureCommand(task: RoundTask, samples: SampleList, signal: AbortSignal): Promise<void> {
  const { command, prepared } = task
  const { execute } = prepared
  if (command === undefined || isAbsent(execute)) return
  samples.expect('command')
  if (command.prepare) {
    task.onStep('preparing')
    const { exitCode, output } = await execute(command.prepare, signal)
    if (exitCode !== 0) throw failed('The command that prepares', exitCode, output)
  }
  task.onStep('running the command')
  const execution = await execute(command.argv, signal)
  samples.add('command_exit', execution.exitCode, 'count')
  if (execution.exitCode !== 0 && !command.ignoreFailure) {
    throw failed('The command', execution.exitCode, execution.output)
  }
  addExecution(execution, samples)
}

function addExecution({ duration, cpuSeconds }: Execution, samples: SampleList): void {
  samples.add('command', duration, 'ms')
  if (isAbsent(cpuSeconds)) samples.addAbsent('command_seconds', cpuSeconds.absent, 'command')
  else samples.add('command_seconds', cpuSeconds, 's', 'command')
}

function failed(what: string, exitCode: number, output: string): EngineError {
  return new EngineError('engine_failed', 'command', `${what} ended with exit code ${exitCode}.`, {
    ...(output !== '' && { detail: output }),
    remedy: { text: 'Where that is what it should do, measure it with --ignore-failure' },
  })
}

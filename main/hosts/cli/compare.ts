import type { CommandRequest } from '../../contract/command.ts'
import {
  maxBudgetMinutes,
  maxRounds,
  profileIds,
  type Run,
  type RunRequest,
  runRequestSchema,
} from '../../contract/run.ts'
import { type Baseline, baselineOptions, compareWithBaseline, findBaseline, readConditions } from './baseline.ts'
import { type Command, type OptionValues, readChoice, readInteger, UsageError } from './commandLine.ts'
import { readCommand } from './customCommand.ts'
import { explainErrorData } from './explainError.ts'
import { watchSignals } from './interruption.ts'
import { checkOutputs, humanStream, type Output, outputOptions, readOutputs, writeOutputs } from './outputs.ts'
import { createProgressPrinter } from './progressPrinter.ts'
import { runWords } from './runSource.ts'
import { type Client, withClient } from './session.ts'

export const compareCommand: Command = {
  name: 'compare',
  summary: 'Measures contenders side by side on this machine; with -- CMD, a command of yours in each of them',
  program: 'CMD ARGS',
  options: {
    contenders: { type: 'string', placeholder: 'LIST', help: 'comma-separated (host,venv,docker,qemu)' },
    profile: {
      type: 'string',
      placeholder: 'NAME',
      help: 'quick: 10 rounds (12 with all metrics); standard: to 40 or 10 min; thorough: to 80 or 30 min (quick)',
    },
    rounds: { type: 'string', placeholder: 'N', help: 'measured rounds, instead of what the profile says' },
    budget: {
      type: 'string',
      placeholder: 'MINUTES',
      help: 'begin no further round after this time, instead of what the profile says',
    },
    'all-metrics': { type: 'boolean', help: 'further kinds of work in each round, and a survey after the rounds' },
    seed: { type: 'string', placeholder: 'N', help: 'seed of the order within rounds (random)' },
    prepare: {
      type: 'string',
      placeholder: 'CMD',
      help: 'with a command: run before each timing, not timed; no shell',
    },
    in: { type: 'string', placeholder: 'LIST', help: 'with a command: images of containers, such as docker=debian:12' },
    'ignore-failure': { type: 'boolean', help: 'with a command: an exit code other than 0 is no failure' },
    ...outputOptions,
    ...baselineOptions,
    quiet: { type: 'boolean', help: 'no progress' },
  },
  notes: `Several outputs may be given, one of them -. ${runWords}
CHANGE: CONTENDER.METRIC>+LIMIT or CONTENDER.METRIC<-LIMIT, the limit in %, ms, s, KiB, MiB, x; metrics as in --json.
Exit code: 0 done (a contender that cannot run here is skipped), 1 a contender failed, or a --fail-if cannot be told,
2 bad use, 3 a --fail-if has happened, 130 interrupted.`,
  run: async (values, root, { program }) => {
    const request = readRequest(values)
    const command = readCommand(values, program, process.cwd())
    const outputs = readOutputs(values)
    await checkOutputs(outputs)
    const conditions = readConditions(values)
    return withClient(root, async (client) => {
      const baseline = await findBaseline(client, values, conditions, request)
      return compare(client, { request, command, outputs, baseline, quiet: values.quiet === true })
    })
  },
}

function readRequest(values: OptionValues): RunRequest {
  const rounds = readInteger(values, 'rounds', 1, maxRounds)
  const budgetMinutes = readInteger(values, 'budget', 1, maxBudgetMinutes)
  const seed = readInteger(values, 'seed', 0, 0xffffffff)
  const request = runRequestSchema.safeParse({
    contenders: String(values.contenders ?? 'host,venv,docker,qemu').split(','),
    profile: readChoice(values, 'profile', profileIds, 'quick'),
    ...(rounds !== undefined && { rounds }),
    ...(budgetMinutes !== undefined && { budgetMinutes }),
    ...(values['all-metrics'] === true && { metrics: 'all' }),
    ...(seed !== undefined && { seed }),
  })
  if (!request.success) {
    throw new UsageError("--contenders takes names such as host,docker. 'isoscope engines' shows what there is.")
  }
  return request.data
}

interface Comparison {
  readonly request: RunRequest
  readonly command: CommandRequest | undefined
  readonly outputs: readonly Output[]
  readonly baseline: Baseline | null
  readonly quiet: boolean
}

async function compare(client: Client, comparison: Comparison): Promise<number> {
  const { request, command, outputs, baseline, quiet } = comparison
  const { id } = await (command ? client.runs.startCommand({ request, command }) : client.runs.start(request))
  const interruption = watchSignals(() => {
    process.stderr.write('\nCancelling; once more to leave at once.\n')
    client.runs.cancel({ id }).catch(() => undefined)
  })
  try {
    const printer = createProgressPrinter(process.stderr, quiet)
    for await (const progress of await client.runs.watch({ id })) printer.show(progress)
    printer.end()
    const run = await client.runs.get({ id })
    const human = humanStream(outputs)
    await showResult(run, human)
    await writeOutputs(client, { id }, outputs)
    const change = baseline ? await compareWithBaseline(client, baseline, id, human) : 'passed'
    return interruption.exitCode() ?? exitCodeOf(run, change)
  } finally {
    interruption.stop()
  }
}

/** A contender that failed goes before a change of the others; what cannot be told must not pass. */
function exitCodeOf(run: Run, change: 'passed' | 'failed' | 'unknown'): number {
  if (hasFailed(run) || change === 'unknown') return 1
  return change === 'failed' ? 3 : 0
}

async function showResult(run: Run, human: NodeJS.WriteStream): Promise<void> {
  // Loaded here and not with every command.
  const { renderRun } = await import('../../report/terminal.ts')
  human.write(renderRun(run, human.columns))
  for (const { title, status, error } of run.contenders) {
    if (error && status !== 'completed') process.stderr.write(`${title} ${status}: ${explainErrorData(error)}\n`)
  }
}

function hasFailed(run: Run): boolean {
  return run.status !== 'completed' || run.contenders.some(({ status }) => status === 'failed')
}

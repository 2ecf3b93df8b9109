import { profileIds, type Run, type RunRequest, runRequestSchema } from '../../contract/run.ts'
import { renderRun } from '../../report/terminal.ts'
import { type Command, type OptionValues, readChoice, readInteger, UsageError } from './commandLine.ts'
import { explainErrorData } from './explainError.ts'
import { checkOutputs, humanStream, type Output, outputOptions, readOutputs, writeOutputs } from './outputs.ts'
import { createProgressPrinter } from './progressPrinter.ts'
import { type Client, withClient } from './session.ts'

export const compareCommand: Command = {
  name: 'compare',
  summary: 'Measures contenders side by side on this machine',
  options: {
    contenders: { type: 'string', placeholder: 'LIST', help: 'comma-separated (host,venv,docker,qemu)' },
    profile: {
      type: 'string',
      placeholder: 'NAME',
      help: 'quick: 10 rounds; standard: to 40 or 10 min; thorough: to 80 or 30 min (quick)',
    },
    rounds: { type: 'string', placeholder: 'N', help: 'measured rounds, instead of what the profile says' },
    'all-metrics': { type: 'boolean', help: 'further kinds of work in each round, and a survey after the rounds' },
    seed: { type: 'string', placeholder: 'N', help: 'seed of the order within rounds (random)' },
    ...outputOptions,
    quiet: { type: 'boolean', help: 'no progress' },
  },
  notes:
    'Exit code: 0 done (a contender that cannot run here is skipped), 1 a contender failed, 2 bad use, 130 interrupted.',
  run: async (values, root) => {
    const request = readRequest(values)
    const outputs = readOutputs(values)
    await checkOutputs(outputs)
    return withClient(root, (client) => compare(client, request, outputs, values))
  },
}

function readRequest(values: OptionValues): RunRequest {
  const rounds = readInteger(values, 'rounds', 1, 1000)
  const seed = readInteger(values, 'seed', 0, 0xffffffff)
  const request = runRequestSchema.safeParse({
    contenders: String(values.contenders ?? 'host,venv,docker,qemu').split(','),
    profile: readChoice(values, 'profile', profileIds, 'quick'),
    ...(rounds !== undefined && { rounds }),
    ...(values['all-metrics'] === true && { metrics: 'all' }),
    ...(seed !== undefined && { seed }),
  })
  if (!request.success) {
    throw new UsageError("--contenders takes names such as host,docker. 'isoscope engines' shows what there is.")
  }
  return request.data
}

async function compare(
  client: Client,
  request: RunRequest,
  outputs: readonly Output[],
  values: OptionValues,
): Promise<number> {
  const { id } = await client.runs.start(request)
  const interruption = watchSignals(() => client.runs.cancel({ id }))
  try {
    const printer = createProgressPrinter(process.stderr, values.quiet === true)
    for await (const progress of await client.runs.watch({ id })) printer.show(progress)
    printer.end()
    const run = await client.runs.get({ id })
    showResult(run, humanStream(outputs))
    await writeOutputs(client, { id }, outputs)
    return interruption.exitCode() ?? (hasFailed(run) ? 1 : 0)
  } finally {
    interruption.stop()
  }
}

function showResult(run: Run, human: NodeJS.WriteStream): void {
  human.write(renderRun(run, human.columns))
  for (const { title, status, error } of run.contenders) {
    if (error && status !== 'completed') process.stderr.write(`${title} ${status}: ${explainErrorData(error)}\n`)
  }
}

function hasFailed(run: Run): boolean {
  return run.status !== 'completed' || run.contenders.some(({ status }) => status === 'failed')
}

/** The first signal cancels and waits until nothing is left; a second one ends at once and leaves the rest to a sweep. */
function watchSignals(cancel: () => Promise<unknown>) {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
  let code: number | undefined
  let firstAt = 0
  const onSignal = (signal: NodeJS.Signals) => {
    const own = codes[signal as keyof typeof codes]
    if (code !== undefined) {
      // One Ctrl-C comes twice: from the terminal, and handed on by the process that started this one.
      if (performance.now() - firstAt > 1_000) process.exit(own)
      return
    }
    code = own
    firstAt = performance.now()
    process.stderr.write('\nCancelling; once more to leave at once.\n')
    cancel().catch(() => undefined)
  }
  for (const signal of Object.keys(codes)) process.on(signal, onSignal)
  return {
    exitCode: () => code,
    stop: () => {
      for (const signal of Object.keys(codes)) process.off(signal, onSignal)
    },
  }
}

import { buildLiveView } from '../../model/live/view.ts'
import { renderLive } from '../../report/live.ts'
import type { Command } from './commandLine.ts'
import { createEngineNews, describeAbsence } from './engineNews.ts'
import { interruptible } from './interruption.ts'
import { followLive, type LiveState, readLive } from './liveFeed.ts'
import { openScreen } from './screen.ts'
import { type Client, withClient } from './session.ts'
import { writeOut } from './standardOutput.ts'

export const psCommand: Command = {
  name: 'ps',
  summary: 'Shows what runs on all engines and what it uses: CPU, memory, network, block devices',
  options: {
    watch: { type: 'boolean', help: 'show it again each second, until Ctrl-C' },
    all: { type: 'boolean', help: 'also what does not run' },
    json: { type: 'boolean', help: 'print JSON; with --watch one line per second' },
  },
  notes: `CPU is a share of one core; it and the rates are means of the last second. Memory is without inactive file cache.
A dash is what the engine does not tell. Without a terminal --watch prints one block after the other.
Exit code: 0 done, 1 an engine that is installed did not answer, 2 bad use, 130 interrupted.`,
  run: (values, root) => {
    const options = { all: values.all === true, json: values.json === true }
    const show = values.watch !== true ? showOnce : process.stdout.isTTY && !options.json ? watchScreen : watchLines
    return withClient(root, (client) => interruptible((signal) => show(client, options, signal)))
  },
}

interface PsOptions {
  readonly all: boolean
  readonly json: boolean
}

async function showOnce(client: Client, options: PsOptions, signal: AbortSignal): Promise<number> {
  const state = await readLive(client, signal)
  if (signal.aborted) return 0
  await writeOut(options.json ? `${JSON.stringify(toView(state, options), null, 2)}\n` : render(state, options))
  const absences = state.inventory.engines.map(describeAbsence).filter((line) => line !== null)
  for (const line of absences) process.stderr.write(`isoscope: ${line}\n`)
  return absences.length > 0 ? 1 : 0
}

/** Engines that are away are on the screen: a line on stderr would write into it. */
async function watchScreen(client: Client, options: PsOptions, signal: AbortSignal): Promise<number> {
  const screen = openScreen(process.stdout)
  let last: LiveState | null = null
  const draw = () => {
    if (last === null) return
    const notes = last.inventory.engines.flatMap((engine) => describeAbsence(engine)?.split('\n') ?? [])
    const { columns, rows } = process.stdout
    screen.draw(
      renderLive(toView(last, options), Date.now(), { columns: columns || undefined, rows: rows || undefined, notes }),
    )
  }
  process.stdout.on('resize', draw)
  try {
    await followLive(client, signal, (state) => {
      last = state
      draw()
    })
    return 0
  } finally {
    process.stdout.off('resize', draw)
    screen.close()
  }
}

/** Ends when nobody reads any more. */
async function watchLines(client: Client, options: PsOptions, signal: AbortSignal): Promise<number> {
  const gone = new AbortController()
  const tellNews = createEngineNews()
  await followLive(client, AbortSignal.any([signal, gone.signal]), async (state, news) => {
    for (const line of tellNews(state.inventory.engines)) process.stderr.write(`isoscope: ${line}\n`)
    if (news !== 'usage') return
    const text = options.json ? `${JSON.stringify(toView(state, options))}\n` : `${render(state, options)}\n`
    if (!(await writeOut(text))) gone.abort()
  })
  return 0
}

function toView({ inventory, usage }: LiveState, { all }: PsOptions) {
  return buildLiveView(inventory, usage, all)
}

/** Fitted into the terminal's width where there is one; a terminal without a size says 0. */
function render(state: LiveState, options: PsOptions): string {
  return renderLive(toView(state, options), Date.now(), { columns: process.stdout.columns || undefined })
}

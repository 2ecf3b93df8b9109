import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from '../../main/model/stats/median.ts'
import { launchProgram } from '../../main/os/launcher.ts'
import { nsToMs } from '../../main/os/monotonic.ts'
import type { ProbeTools } from '../../main/os/probeTools.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import type { Check } from './check.ts'

const pairs = 120

/**
 * The launcher from start to exit of a static program, against `hyperfine -N` on the same. One start each in turn, every
 * time from a process that has just begun: in a loop of its own hyperfine finds warm caches and a core that never sleeps,
 * and says 0.1 ms less than of its own first start.
 */
export async function checkHostStartup(tools: ProbeTools): Promise<Check> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    theirs.push(timeWithHyperfine(tools))
    ours.push(await timeWithLauncher(tools))
  }
  const difference = Math.abs(median(ours) - median(theirs))
  return {
    name: 'host start-up against hyperfine -N',
    unit: 'ms',
    ours: { median: median(ours), runs: ours.length },
    reference: { median: median(theirs), runs: theirs.length },
    limit: 'medians within 10 % or 0.1 ms',
    holds: difference <= Math.max(0.1, 0.1 * median(theirs)),
  }
}

async function timeWithLauncher(tools: ProbeTools): Promise<number> {
  const { signal } = new AbortController()
  const launch = {
    engine: 'host',
    launchPath: tools.launch,
    file: tools.probe,
    args: ['ready', '--once'],
    env: workloadVariables,
  }
  const program = await launchProgram(launch, signal)
  const exit = await program.waitForExit(signal)
  return nsToMs(exit.at - program.spawnedAt)
}

/** hyperfine --export-json: `results[].times` in seconds. */
function timeWithHyperfine(tools: ProbeTools): number {
  const folder = mkdtempSync(join(tmpdir(), 'isoscope-bench-'))
  try {
    const file = join(folder, 'hyperfine.json')
    const args = ['-N', '--style', 'none', '--runs', '1', '--export-json', file]
    execFileSync('hyperfine', [...args, `${tools.probe} ready --once`], { stdio: 'ignore', env: workloadVariables })
    const parsed = JSON.parse(readFileSync(file, 'utf8')) as { results: { times: number[] }[] }
    const seconds = parsed.results[0]?.times[0]
    if (seconds === undefined) throw new Error('hyperfine exported no time')
    return seconds * 1000
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

import type { Build } from '../../../contract/build.ts'
import { countSteps, nameBuild } from '../../../model/builds/nameBuild.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatDuration } from '../../../model/format.ts'
import { formatWhen } from '../../../model/formatWhen.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'

export const listVerb: Verb = {
  name: 'ls',
  summary: 'lists the builds that are kept, the newest first',
  operands: [],
  options: ['json'],
  run: (values, root) =>
    withClient(root, async (client) => {
      const { builds } = await client.builds.list({ limit: 1_000 })
      if (values.json) await writeOut(`${JSON.stringify({ builds }, null, 2)}\n`)
      else if (builds.length === 0) process.stderr.write("No build is kept yet: 'isoscope image build' makes one.\n")
      else await writeOut(renderBuilds(builds, process.stdout.columns || undefined))
      return 0
    }),
}

export function renderBuilds(builds: readonly Build[], width: number | undefined): string {
  const columns = [
    { title: 'ID' },
    { title: 'WHEN', spare: 2 },
    { title: 'IMAGE', least: 16 },
    { title: 'BUILDER', spare: 3 },
    { title: 'OUTCOME' },
    { title: 'TIME', right: true },
    { title: 'CACHED', right: true },
    { title: 'NEW', right: true },
  ]
  const rows = builds.map((build) => [
    build.id,
    formatWhen(build.startedAt),
    cleanText(nameBuild(build)),
    build.builder ?? '–',
    build.state,
    build.ms === null ? '–' : formatDuration(build.ms),
    String(countSteps(build, 'cached')),
    String(countSteps(build, 'new')),
  ])
  return `${fitColumns(columns, rows, width).lines.join('\n')}\n`
}

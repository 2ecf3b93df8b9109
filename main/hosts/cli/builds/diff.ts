import type { BuildDiff, BuildStep } from '../../../contract/build.ts'
import { nameBuild } from '../../../model/builds/nameBuild.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatDuration } from '../../../model/format.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { selectBuild } from './selectBuild.ts'

export const diffVerb: Verb = {
  name: 'diff',
  summary: 'compares two builds, step by step: cached or new, and how long',
  operands: ['BEFORE', 'AFTER'],
  options: ['json'],
  run: (values, root, [before = '', after = '']) =>
    withClient(root, async (client) => {
      const ids = { before: (await selectBuild(client, before)).id, after: (await selectBuild(client, after)).id }
      const diff = await client.builds.compare(ids)
      const width = process.stdout.columns || undefined
      await writeOut(values.json ? `${JSON.stringify(diff, null, 2)}\n` : renderBuildDiff(diff, width))
      return 0
    }),
}

export function renderBuildDiff({ before, after, steps, files }: BuildDiff, width: number | undefined): string {
  const columns = [
    { title: ' ' },
    { title: 'INSTRUCTION', least: 20 },
    { title: 'BEFORE' },
    { title: 'TIME', right: true },
    { title: 'AFTER' },
    { title: 'TIME', right: true },
  ]
  const rows = steps.flatMap(({ before: one, after: other }) => {
    if (one && other && one.instruction === other.instruction) return [[' ', ...describeRow(one, one, other)]]
    return [
      ...(one ? [['−', ...describeRow(one, one, null)]] : []),
      ...(other ? [['+', ...describeRow(other, null, other)]] : []),
    ]
  })
  const times = [before, after].map(({ ms }) => (ms === null ? '–' : formatDuration(ms)))
  const head = `${cleanText(nameBuild(before))} ${before.id} (${times[0]}) → ${cleanText(nameBuild(after))} ${after.id} (${times[1]})`
  const changed = files === null ? ['Files sent: not known of both'] : [`Files sent: ${files.length} changed`]
  const named = (files ?? []).slice(0, 20).map(({ path, change }) => `  ${change} ${cleanText(path)}`)
  return `${[head, ...fitColumns(columns, rows, width).lines, ...changed, ...named].join('\n')}\n`
}

function describeRow({ instruction }: BuildStep, before: BuildStep | null, after: BuildStep | null): readonly string[] {
  return [cleanText(instruction), ...describeCells(before), ...describeCells(after)]
}

function describeCells(step: BuildStep | null): readonly string[] {
  if (step === null) return ['', '']
  return [step.state === 'notReached' ? 'not reached' : step.state, step.ms === null ? '–' : formatDuration(step.ms)]
}

import type { Build } from '../../../contract/build.ts'
import { describeReason } from '../../../model/builds/describeReason.ts'
import { nameBuild } from '../../../model/builds/nameBuild.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { formatDuration } from '../../../model/format.ts'
import { formatWhen } from '../../../model/formatWhen.ts'
import { fitColumns } from '../../../report/fitColumns.ts'
import { withClient } from '../session.ts'
import { writeOut } from '../standardOutput.ts'
import type { Verb } from '../verbs.ts'
import { describeEnd } from './printBuild.ts'
import { selectBuild } from './selectBuild.ts'

export const showVerb: Verb = {
  name: 'show',
  summary: 'shows the steps of a build, and why each new one was not cached',
  operands: ['BUILD'],
  options: ['json'],
  run: (values, root, [operand = '']) =>
    withClient(root, async (client) => {
      const build = await selectBuild(client, operand)
      const width = process.stdout.columns || undefined
      await writeOut(values.json ? `${JSON.stringify(build, null, 2)}\n` : renderBuild(build, width))
      return 0
    }),
}

export function renderBuild(build: Build, width: number | undefined): string {
  const columns = [
    { title: 'STEP', right: true },
    { title: 'LINE', right: true, spare: 1 },
    { title: 'STATE' },
    { title: 'TIME', right: true },
    { title: 'INSTRUCTION', least: 20 },
    { title: 'WHY NEW', least: 20 },
  ]
  const rows = build.steps.map(({ number, line, state, ms, instruction, reason }) => [
    String(number),
    String(line),
    state === 'notReached' ? 'not reached' : state,
    ms === null ? '–' : formatDuration(ms),
    cleanText(instruction),
    reason === null ? '' : cleanText(describeReason(reason)),
  ])
  const head = `${cleanText(nameBuild(build))}, ${formatWhen(build.startedAt)}, ${build.builder ?? 'no builder'}`
  return `${[head, ...fitColumns(columns, rows, width).lines].join('\n')}\n${describeEnd(build)}`
}

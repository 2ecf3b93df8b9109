import type { Build } from '../../../contract/build.ts'
import { cleanText } from '../../../model/cleanText.ts'
import { UsageError } from '../commandLine.ts'
import type { Client } from '../session.ts'

/** The one that an id, the beginning of one or `last` means. Throws UsageError. */
export async function selectBuild(client: Client, operand: string): Promise<Build> {
  const { builds } = await client.builds.list({ limit: 1_000 })
  const found = operand === 'last' ? builds.slice(0, 1) : builds.filter(({ id }) => id.startsWith(operand))
  const build = found.find(({ id }) => id === operand) ?? found[0]
  if (build && (found.length === 1 || build.id === operand)) return build
  if (build) throw new UsageError(`'${cleanText(operand)}' may be ${found.length} builds. Give more of the id.`)
  throw new UsageError(`there is no build '${cleanText(operand)}'. 'isoscope builds ls' shows what is kept.`)
}

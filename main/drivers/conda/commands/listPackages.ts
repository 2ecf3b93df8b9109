/**
 * conda list (-n NAME | -p PATH) --json
 * https://docs.conda.io/projects/conda/en/stable/commands/list.html
 */
import { z } from 'zod'
import type { Package } from '../../../contract/environment.ts'
import { type CondaTarget, targetArgs } from '../dialect.ts'
import { readDocument } from '../document.ts'

const schema = z.array(
  z.object({
    name: z.string(),
    version: z.string(),
    build_string: z.string().nullish(),
    channel: z.string().nullish(),
  }),
)

export function buildArgs(target: CondaTarget): readonly string[] {
  return ['list', ...targetArgs(target), '--json']
}

/** Packages that pip installed are among them, with the channel `pypi`. */
export function parsePackages(stdout: string): readonly Package[] {
  return readDocument(stdout, schema, 'which packages there are').map((one) => ({
    name: one.name,
    version: one.version,
    build: one.build_string || null,
    channel: one.channel || null,
  }))
}

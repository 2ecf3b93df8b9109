/**
 * conda env list --json
 * https://docs.conda.io/projects/conda/en/stable/commands/env/list.html
 */
import { z } from 'zod'
import { readDocument } from '../document.ts'

const schema = z.object({ envs: z.array(z.string()) })

export function buildArgs(): readonly string[] {
  return ['env', 'list', '--json']
}

/** Paths, the base environment and those outside of the program's folders with them, each once. */
export function parseEnvList(stdout: string): readonly string[] {
  return [...new Set(readDocument(stdout, schema, 'which environments there are').envs)]
}

import { z } from 'zod'
import type { PackageChanges } from '../../contract/environment.ts'
import { EngineError } from '../../model/engineError.ts'
import { findDocument } from './document.ts'

const linkSchema = z.object({ name: z.string(), version: z.string() })
const fetchSchema = linkSchema.extend({ md5: z.string().nullish(), sha256: z.string().nullish() })

const schema = z.object({
  success: z.boolean().optional(),
  prefix: z.string().optional(),
  dst_prefix: z.string().optional(),
  actions: z
    .object({
      PREFIX: z.string().optional(),
      FETCH: z.array(fetchSchema).optional(),
      LINK: z.array(linkSchema).optional(),
      UNLINK: z.array(linkSchema).optional(),
    })
    .optional(),
})

/** What a command that changes an environment has done. */
export interface Transaction {
  /** Where, as far as it says. */
  readonly prefix: string | null
  readonly changes: PackageChanges
}

/**
 * The final document of create, install, update, remove and their like. Without one (conda 23.3 removes an environment in
 * silence, and clones one in words) nothing is known of what was changed. Throws `bad_output` where the document says that it
 * has not succeeded, or that a package came without a checksum.
 */
export function readTransaction(stdout: string): Transaction {
  const parsed = schema.safeParse(findDocument(stdout))
  if (!parsed.success) return { prefix: null, changes: { installed: [], removed: [] } }
  const { success, prefix, dst_prefix: copy, actions } = parsed.data
  if (success === false)
    throw new EngineError('bad_output', 'conda', 'conda says that it has not succeeded, and not why.')
  // conda does not compare what comes from a folder with its checksum: an index without real ones goes by unnoticed.
  const unchecked = (actions?.FETCH ?? []).filter(({ md5, sha256 }) => isBlank(md5) || isBlank(sha256))
  if (unchecked.length > 0) {
    const names = unchecked.map(({ name, version }) => `${name} ${version}`).join(', ')
    throw new EngineError('bad_output', 'conda', `The channel has no valid checksum for ${names}.`, {
      remedy: { text: 'Take the packages from another channel, or let its index be made anew' },
    })
  }
  const list = (links: readonly { readonly name: string; readonly version: string }[] = []) =>
    links.map(({ name, version }) => ({ name, version }))
  return {
    prefix: actions?.PREFIX ?? prefix ?? copy ?? null,
    changes: { installed: list(actions?.LINK), removed: list(actions?.UNLINK) },
  }
}

function isBlank(digest: string | null | undefined): boolean {
  return digest !== null && digest !== undefined && /^0+$/.test(digest)
}

import type { Instance } from '../../contract/instance.ts'

/** What an operand on a command line means. */
export type FoundInstance =
  | { readonly kind: 'one'; readonly instance: Instance }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly candidates: readonly Instance[] }

/** How an instance may be named, for `--help`. */
export const instanceWords =
  "ID: an id as 'isoscope ps' or 'isoscope list' shows it, a unique beginning of one (also of the part behind the colon), or a unique name."

/**
 * The first of these that anything fits decides: an id, the part of one behind `docker:`, a name, a beginning. The
 * beginning reaches behind the colon: `docker` is not the only container there happens to be.
 */
export function findInstance(instances: readonly Instance[], text: string): FoundInstance {
  const fits: readonly ((instance: Instance) => boolean)[] = [
    ({ id }) => id === text,
    ({ id }) => localPart(id) === text,
    ({ name }) => name === text,
    ({ id }) =>
      (id.startsWith(text) && text.length > id.length - localPart(id).length) || localPart(id).startsWith(text),
  ]
  if (text === '') return { kind: 'none' }
  for (const fit of fits) {
    const [instance, ...others] = instances.filter(fit)
    if (instance === undefined) continue
    return others.length === 0 ? { kind: 'one', instance } : { kind: 'several', candidates: [instance, ...others] }
  }
  return { kind: 'none' }
}

/** What the engine itself calls it. */
function localPart(id: string): string {
  return id.slice(id.indexOf(':') + 1)
}

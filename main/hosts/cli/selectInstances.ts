import type { Instance } from '../../contract/instance.ts'
import type { Technology } from '../../contract/technology.ts'
import { cleanText } from '../../model/cleanText.ts'
import { shortenId } from '../../report/live.ts'
import { UsageError } from './commandLine.ts'
import { explainErrorData } from './explainError.ts'
import { findInstance } from './findInstance.ts'
import type { Client } from './session.ts'

/** How many candidates are named. */
const namedCandidates = 5

interface Selection {
  /** In the order of the command line, each once. */
  readonly instances: readonly Instance[]
  /** Why nothing is meant by the other operands. */
  readonly problems: readonly string[]
}

/** Throws UsageError, before anything is done, where one operand may mean several. */
export async function selectInstances(
  client: Client,
  operands: readonly string[],
  signal: AbortSignal,
): Promise<Selection> {
  const { instances, failures } = await client.instances.list({}, { signal })
  const found = new Map<string, Instance>()
  const problems: string[] = []
  for (const text of operands) {
    const answer = findInstance(instances, text)
    if (answer.kind === 'several') throw new UsageError(describeCandidates(text, answer.candidates))
    if (answer.kind === 'one') found.set(answer.instance.id, answer.instance)
    else problems.push(`there is nothing that '${text}' names. 'isoscope list' shows what there is.`)
  }
  // It may well be of an engine that did not answer.
  if (problems.length > 0) {
    problems.push(...failures.map(({ technology, error }) => `${technology}: ${explainErrorData(error)}`))
  }
  return { instances: [...found.values()], problems }
}

/** The one that is meant. Throws UsageError also where nothing is. */
export async function selectInstance(client: Client, operand: string, signal: AbortSignal): Promise<Instance> {
  const { instances, problems } = await selectInstances(client, [operand], signal)
  const [instance] = instances
  if (instance === undefined) throw new Error(problems.join('\nisoscope: '))
  return instance
}

/**
 * The one that is meant, of those of a kind: others may be called alike. Throws UsageError, which says what it is instead where
 * it is not `a` (`an environment`), and Error.
 */
export async function selectOfKind(
  client: Client,
  operand: string,
  { a, technologies }: { readonly a: string; readonly technologies: readonly Technology[] },
  signal: AbortSignal,
): Promise<Instance> {
  // Other engines need not be waited for.
  const { instances } = await client.instances.list({ only: [...technologies] }, { signal })
  const found = findInstance(instances, operand)
  if (found.kind === 'one') return found.instance
  if (found.kind === 'none') {
    const other = findInstance((await client.instances.list({}, { signal })).instances, operand)
    if (other.kind === 'one') throw new UsageError(`${nameInstance(other.instance)} is not ${a}.`)
  }
  // It says which it may be, or that there is none.
  return selectInstance(client, operand, signal)
}

/** `web (docker:0123456789ab)`: what it is called, and what names it for certain. */
export function nameInstance({ name, id }: Pick<Instance, 'name' | 'id'>): string {
  return `${cleanText(name)} (${cleanText(shortenId(id))})`
}

function describeCandidates(text: string, candidates: readonly Instance[]): string {
  const named = candidates.slice(0, namedCandidates).map(nameInstance)
  const more = candidates.length > namedCandidates ? ` and ${candidates.length - namedCandidates} more` : ''
  return `'${text}' may be ${named.join(', ')}${more}. Give more of the id.`
}

import type { Instance } from '../../../contract/instance.ts'
import { selectOfKind } from '../selectInstances.ts'
import type { Client } from '../session.ts'

/** Technologies that have environments. */
const environmentTechnologies: readonly Instance['technology'][] = ['venv', 'conda']

export function isEnvironment({ technology }: Pick<Instance, 'technology'>): boolean {
  return environmentTechnologies.includes(technology)
}

/** As selectOfKind. */
export function selectEnvironment(client: Client, operand: string, signal: AbortSignal): Promise<Instance> {
  return selectOfKind(client, operand, { a: 'an environment', is: isEnvironment }, signal)
}

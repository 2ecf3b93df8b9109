import type { Instance } from '../../../contract/instance.ts'
import { selectOfKind } from '../selectInstances.ts'
import type { Client } from '../session.ts'

/** Technologies that have environments. */
export const environmentTechnologies = ['venv', 'conda'] as const

/** As selectOfKind. */
export function selectEnvironment(client: Client, operand: string, signal: AbortSignal): Promise<Instance> {
  return selectOfKind(client, operand, { a: 'an environment', technologies: environmentTechnologies }, signal)
}

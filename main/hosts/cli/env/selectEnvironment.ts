import type { Instance } from '../../../contract/instance.ts'
import { selectOfKind } from '../selectInstances.ts'
import type { Client } from '../session.ts'

/** Technologies that have environments. */
export const environmentTechnologies: readonly Instance['technology'][] = ['venv', 'conda']

/** As selectOfKind. */
export function selectEnvironment(client: Client, operand: string, signal: AbortSignal): Promise<Instance> {
  const is = ({ technology }: Instance) => environmentTechnologies.includes(technology)
  return selectOfKind(client, operand, { a: 'an environment', is }, signal)
}

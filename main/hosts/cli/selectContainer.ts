import type { Instance } from '../../contract/instance.ts'
import { selectOfKind } from './selectInstances.ts'
import type { Client } from './session.ts'

/** As selectOfKind. */
export function selectContainer(client: Client, operand: string, signal: AbortSignal): Promise<Instance> {
  return selectOfKind(client, operand, { a: 'a container', technologies: ['docker'] }, signal)
}

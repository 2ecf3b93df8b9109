import type { Instance } from '../../../contract/instance.ts'
import { machineTechnologySchema } from '../../../contract/machine.ts'
import { selectOfKind } from '../selectInstances.ts'
import type { Client } from '../session.ts'

export const machineTechnologies = machineTechnologySchema.options

/** As selectOfKind. */
export function selectMachine(client: Client, operand: string, signal: AbortSignal): Promise<Instance> {
  return selectOfKind(client, operand, { a: 'a virtual machine', technologies: machineTechnologies }, signal)
}

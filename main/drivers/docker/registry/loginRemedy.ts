import type { Remedy } from '../../../contract/errors.ts'

export function loginRemedy(address: string): Remedy {
  return { text: `Log in to ${address}`, command: `isoscope registry login ${address}` }
}

import { instanceNamePattern, instanceNameRule } from '../../../main/contract/instanceName.ts'
import type { NewNetwork } from '../../../main/contract/networks.ts'
import type { NewVolume } from '../../../main/contract/volumes.ts'
import { isSubnet } from '../../../main/model/subnet.ts'
import type { Checked } from '../instances/useForm.ts'

/** What somebody types, as it stands in the fields. */
export interface VolumeDraft {
  readonly name: string
  /** A line for each, `NAME=VALUE`. */
  readonly labels: string
}

export const firstVolume: VolumeDraft = { name: '', labels: '' }

export function checkVolume({ name, labels }: VolumeDraft): Checked<VolumeDraft, NewVolume> {
  const read = readLabels(labels)
  const errors = {
    ...(!instanceNamePattern.test(name) && { name: instanceNameRule }),
    ...(read === null && { labels: 'A line for each label, as NAME=VALUE.' }),
  }
  if (Object.keys(errors).length > 0 || read === null) return { ok: false, errors }
  return { ok: true, request: { technology: 'docker', name, labels: read } }
}

export interface NetworkDraft {
  readonly name: string
  /** Empty: the engine chooses. */
  readonly subnet: string
  readonly internal: boolean
}

export const firstNetwork: NetworkDraft = { name: '', subnet: '', internal: false }

export function checkNetwork({ name, subnet, internal }: NetworkDraft): Checked<NetworkDraft, NewNetwork> {
  const wanted = subnet.trim()
  const errors = {
    ...(!instanceNamePattern.test(name) && { name: instanceNameRule }),
    ...(wanted !== '' && !isSubnet(wanted) && { subnet: 'A subnet looks like 10.20.0.0/24.' }),
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  return {
    ok: true,
    request: { technology: 'docker', name, driver: 'bridge', internal, ...(wanted !== '' && { subnet: wanted }) },
  }
}

/** Null for a line that is no label. */
function readLabels(text: string): Record<string, string> | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const pairs = lines.map((line) => /^\s*([a-zA-Z0-9][a-zA-Z0-9_./-]{0,127})=(.{0,1024})$/.exec(line))
  if (pairs.some((pair) => pair === null)) return null
  return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1] ?? '', pair[2]?.trim() ?? '']] : [])))
}

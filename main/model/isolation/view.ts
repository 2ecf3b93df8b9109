/** What the probe's mode `isolation` tells, fact by fact; `why` where there is no value. */
export interface SeenFact {
  readonly value: string | number | null
  readonly why?: string
}
export type SeenFacts = ReadonlyMap<string, SeenFact>

/** What a program must have got at to know it. Drawn at random for each look. */
export interface CanarySecrets {
  readonly file: string
  readonly port: string
}

/** What this machine's /proc/PID/status says of the process that the program is or runs in. */
export interface ProcessRights {
  /** The real user, as Isoscope's own user namespace has it. */
  readonly uid: number
  /** Hexadecimal set of effective capabilities. */
  readonly capabilities: string
  /** 0 none, 1 strict, 2 filter. */
  readonly seccomp: string
  readonly noNewPrivileges: string
}

/** Where a Python looks for packages. `base` is the installation it comes from; the same as `prefix` outside of an environment. */
export interface PythonPlace {
  readonly prefix: string
  readonly base: string
}

export interface Unknown {
  readonly unknown: string
}

/** Everything an answer about isolation is made from. */
export interface IsolationView {
  readonly inside: SeenFacts
  /** What the same program says when it is started on this machine by itself. */
  readonly host: SeenFacts
  readonly secrets: CanarySecrets
  /** Of the hypervisor's process where `isVirtual`. */
  readonly outside: ProcessRights | Unknown
  readonly python: PythonPlace | Unknown
  readonly isVirtual: boolean
  readonly isHost: boolean
}

export function isUnknown(value: object): value is Unknown {
  return 'unknown' in value
}

/** A fact's value as text, or null. */
export function readSeen(facts: SeenFacts, id: string): string | null {
  const value = facts.get(id)?.value
  return value === undefined || value === null ? null : String(value)
}

export function whyUnseen(facts: SeenFacts, id: string): string {
  return facts.get(id)?.why ?? 'the probe did not tell'
}

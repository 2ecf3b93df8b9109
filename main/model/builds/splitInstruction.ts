interface SplitInstruction {
  readonly keyword: string
  /** `--from=one` */
  readonly flags: readonly string[]
  readonly words: readonly string[]
}

/** Pure. The words of an instruction, also where they are written as a list of JSON. */
export function splitInstruction(instruction: string): SplitInstruction {
  const [, keyword = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(instruction.trim()) ?? []
  const flags: string[] = []
  let left = rest
  for (let flag = /^--\S+/.exec(left); flag !== null; flag = /^--\S+/.exec(left)) {
    flags.push(flag[0])
    left = left.slice(flag[0].length).trimStart()
  }
  return {
    keyword: keyword.toUpperCase(),
    flags,
    words: readList(left) ?? left.split(/\s+/).filter((word) => word !== ''),
  }
}

function readList(text: string): readonly string[] | null {
  if (!text.startsWith('[')) return null
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : null
  } catch {
    return null
  }
}

import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { listProcesses, readProcFile } from '../../os/proc.ts'

/** A QEMU process as its command line describes it (/proc/PID/cmdline; read only). */
export interface QemuProcess {
  readonly pid: number
  /** From `-name`; null when it has none. */
  readonly name: string | null
  /** File name of its kernel or first disk. */
  readonly madeFrom: string | null
  readonly pidFile: string | null
  /** Folder of its QMP socket. */
  readonly socketFolder: string | null
}

/** All machines of this system, whoever runs them; none where there is no /proc. */
export function listQemuProcesses(): readonly QemuProcess[] {
  return listProcesses().flatMap((pid) => readQemuProcess(pid) ?? [])
}

/** Null when it is gone or no QEMU. */
export function readQemuProcess(pid: number): QemuProcess | null {
  const commandLine = readProcFile(`/proc/${pid}/cmdline`)
  return commandLine === null ? null : parseQemuCommandLine(pid, commandLine.split('\0').slice(0, -1))
}

export function parseQemuCommandLine(pid: number, argv: readonly string[]): QemuProcess | null {
  const [program, ...args] = argv
  if (program === undefined || !/^(qemu-system-\w+|qemu-kvm|kvm)$/.test(basename(program))) return null
  const findValue = (...options: readonly string[]) => {
    // QEMU takes -option and --option alike.
    const at = args.findIndex((arg) => options.includes(arg.replace(/^--/, '-')))
    return at < 0 ? null : (args[at + 1] ?? null)
  }
  const drive = findValue('-drive', '-blockdev')
  const disk =
    drive === null ? findValue('-hda', '-cdrom') : (findNodeFile(drive) ?? findOption(drive, 'file', 'filename'))
  const made = findValue('-kernel') ?? disk
  const name = findValue('-name')
  const qmp = /^unix:(.*)$/.exec(findValue('-qmp') ?? '')?.[1]
  return {
    pid,
    name: name === null ? null : findOption(name, 'guest'),
    madeFrom: made === null ? null : basename(made),
    pidFile: findValue('-pidfile'),
    socketFolder: qmp === undefined ? null : dirname(splitOptions(qmp)[0] ?? ''),
  }
}

/** Of a block device that is written as JSON, `{"driver":"qcow2","file":{"driver":"file","filename":"…"}}`; the user's may be anything. */
function findNodeFile(text: string): string | null {
  const node = z.object({ file: z.object({ filename: z.string() }) }).safeParse(parseJson(text))
  return node.success ? node.data.file.filename : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The value of a key in `key=value,key=value`; a first part without a key is the value of the first key asked for. */
function findOption(text: string, ...keys: readonly string[]): string | null {
  const parts = splitOptions(text)
  for (const [index, part] of parts.entries()) {
    const [key = '', ...value] = part.split('=')
    if (keys.includes(key) && value.length > 0) return value.join('=')
    if (index === 0 && value.length === 0) return part
  }
  return null
}

/** At commas, of which two are one that belongs to a value. */
function splitOptions(text: string): readonly string[] {
  const parts: string[] = []
  let part = ''
  for (let i = 0; i < text.length; i++) {
    const isComma = text[i] === ','
    if (isComma && text[i + 1] !== ',') {
      parts.push(part)
      part = ''
    } else {
      part += text[i]
      if (isComma) i++
    }
  }
  return [...parts, part]
}

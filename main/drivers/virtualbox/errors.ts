import type { ErrorCode, Remedy } from '../../contract/errors.ts'
import { EngineError } from '../../model/engineError.ts'
import { lastLines, type RunResult } from '../../os/run.ts'
import { dropWarning } from './parse.ts'

interface Explanation {
  /** Of VBoxManage 7.2, in English. */
  readonly says: RegExp
  readonly code: ErrorCode
  readonly message: (found: RegExpExecArray) => string
  readonly remedy?: Remedy
}

/** Paths stay in the detail; a file's own name says enough. */
const fileName = (path: string | undefined) => path?.split(/[\\/]/).at(-1) ?? 'a file'

const noDriver: Explanation['remedy'] = {
  text: 'See whether the kernel driver is loaded',
  command: 'isoscope engines',
}

/**
 * What VBoxSVC answers before it lets a command at a machine, while another command comes or goes: nothing was done yet.
 * VBoxManage opens a session for a mere look as well, so two looks at once can meet.
 */
const lockMessages =
  /is already locked (?:by|for) a session|while it is locked|is being unlocked|already has a lock request pending|was unlocked unexpectedly while attempting to share|Failed to assign the machine to the (?:remote )?session|Failed to get a console object from the direct session/

/** The first that fits counts. */
const explanations: readonly Explanation[] = [
  {
    says: /Could not find a registered machine named '([^\n]*)'/,
    code: 'not_found',
    message: ([, name]) => `There is no machine ${name}.`,
  },
  {
    says: /Could not find a snapshot named '([^\n]*)'/,
    code: 'not_found',
    message: ([, name]) => `There is no snapshot ${name}.`,
  },
  {
    says: /(?:^|\n)[^\n]*\(VERR_DISK_FULL\)|There is not enough free disk space|No space left on device/,
    code: 'no_space',
    message: () => 'The disk of this machine is full.',
    remedy: { text: 'Make room where VirtualBox keeps its machines' },
  },
  {
    says: /(?:VERR_ACCESS_DENIED|VERR_WRITE_PROTECT|VERR_PERMISSION_DENIED)/,
    code: 'permission_denied',
    message: () => 'VirtualBox may not read or write one of the files.',
    remedy: { text: 'Choose a file or folder that you may write' },
  },
  {
    says: /Could not rename the directory '[^\n]*' to '([^\n]*)' to save[^\n]*VERR_ALREADY_EXISTS/,
    code: 'name_taken',
    message: ([, folder]) => `There is a machine called ${fileName(folder)} already, or its folder.`,
    remedy: { text: 'Choose another name' },
  },
  {
    says: /Machine settings file '([^\n]*)' already exists|A machine with the name '?([^\n']*)'? already exists/,
    code: 'name_taken',
    message: ([, file, name]) =>
      `There is a machine called ${name ?? fileName(file).replace(/\.vbox$/, '')} already, or its folder.`,
    remedy: { text: 'Choose another name' },
  },
  {
    says: /'([^\n']*)'[^\n]* \(VERR_ALREADY_EXISTS\)/,
    code: 'name_taken',
    message: ([, path]) => `There is a file ${fileName(path)} already.`,
    remedy: { text: 'Choose another name, or move the file away' },
  },
  {
    says: /DHCP server already exists/,
    code: 'name_taken',
    message: () => 'There is a DHCP server of this network already.',
  },
  {
    says: /Could not launch the VM process [^\n]*\(VERR_FILE_NOT_FOUND\)/,
    code: 'unsupported',
    message: () => 'This VirtualBox has no program that shows a machine in a window.',
    remedy: { text: 'Start the machine without a window' },
  },
  {
    says: /(?:'([^\n']*)'|file "([^\n"]*)")[^\n]* \(VERR_(?:FILE|PATH)_NOT_FOUND\)/,
    code: 'not_found',
    message: ([, path, other]) => `There is no file ${fileName(path ?? other)}.`,
    remedy: { text: 'Give the path of a file that exists' },
  },
  {
    says: /Kernel driver not (?:installed|accessible)|\/dev\/vbox(?:drv|netctl)|terminated unexpectedly during startup/,
    code: 'not_running',
    message: () => 'VirtualBox could not use its kernel driver: no machine can start.',
    remedy: noDriver,
  },
  {
    says: /Invalid RAM size: (\d+) MB \(must be in range \[(\d+), (\d+)\] MB\)/,
    code: 'bad_input',
    message: ([, given, least, most]) => `A machine has ${least} to ${most} MiB of memory, not ${given}.`,
  },
  {
    says: /Invalid virtual CPU count: (\d+) \(must be in range \[(\d+), (\d+)\]\)/,
    code: 'bad_input',
    message: ([, given, least, most]) => `A machine has ${least} to ${most} CPUs, not ${given}.`,
  },
  {
    says: /Unknown or invalid guest OS type|Guest OS type '[^\n]*' is invalid|Invalid guest OS type/i,
    code: 'bad_input',
    message: () => 'VirtualBox does not know this guest system.',
    remedy: { text: 'Choose one of its names', command: 'VBoxManage list ostypes' },
  },
  {
    says: /because it has (\d+) child media|Cannot close medium|is attached to \d+ virtual machines|is already attached/,
    code: 'in_use',
    message: () => 'A disk of it is in use by another machine or snapshot.',
    remedy: { text: 'Remove the linked clones first, or detach the disk from the other machine' },
  },
  {
    says: lockMessages,
    code: 'in_use',
    message: () => 'Something else is being done with this machine.',
    remedy: { text: 'Wait until it has ended, or close its window' },
  },
  {
    says: /is not currently running/,
    code: 'unsupported',
    message: () => 'The machine does not run.',
  },
  {
    says: /Cannot discard the saved state/,
    code: 'unsupported',
    message: () => 'The machine has no saved state.',
  },
  {
    says: /The object functionality is limited/,
    code: 'engine_failed',
    message: () => 'VirtualBox cannot read the settings of this machine.',
    remedy: { text: 'Bring its .vbox file back to its place, or remove the machine from the list' },
  },
  {
    says: /Error reading OV[AF]|VERR_TAR_\w+|VERR_VD_\w*INVALID_HEADER|VERR_VD_\w*INVALID_TYPE|VERR_NOT_SUPPORTED|Unknown file format|UNKNOWN_FORMAT/,
    code: 'bad_input',
    message: () => 'VirtualBox cannot read this file as a disk or an appliance.',
  },
  {
    says: /Failed to create the VirtualBox object|object is not ready|NS_ERROR_CALL_FAILED|NS_ERROR_ABORT|VBoxSVC/,
    code: 'not_running',
    message: () => 'The service of VirtualBox, VBoxSVC, does not answer.',
    remedy: { text: 'Try again; look at VBoxSVC.log in the settings folder of VirtualBox where it stays so' },
  },
  {
    says: /Invalid command '|Unknown option: |Syntax error|Usage - |VBoxManage: error: (?:Parameter|Missing)/,
    code: 'unsupported',
    message: () => 'This version of VirtualBox does not understand the command.',
    remedy: { text: 'Install VirtualBox 7' },
  },
]

const notReady = 'VirtualBox is not ready for it.'

/** What is left to go by where messages are in another language, or new. */
const byCode: readonly (readonly [RegExp, ErrorCode, string])[] = [
  [/VBOX_E_OBJECT_NOT_FOUND|VERR_FILE_NOT_FOUND|VERR_PATH_NOT_FOUND/, 'not_found', 'VirtualBox does not find it.'],
  [/VBOX_E_OBJECT_IN_USE|VBOX_E_INVALID_OBJECT_STATE/, 'in_use', 'VirtualBox is using it.'],
  [/VBOX_E_INVALID_VM_STATE/, 'unsupported', 'That is not possible in the present state of the machine.'],
  [/VERR_ALREADY_EXISTS/, 'name_taken', 'There is one of this name already.'],
  // Not about rights, which are VERR_ACCESS_DENIED: the object is just being made or given up, and no call is let in.
  [/E_ACCESSDENIED/, 'not_running', notReady],
  [/NS_ERROR_INVALID_ARG|E_INVALIDARG/, 'bad_input', 'VirtualBox refuses one of the values.'],
  [/VERR_CANCELLED/, 'cancelled', 'Cancelled.'],
]

/** Whether another command, or a window, has the machine at this moment. */
export function isLocked(error: EngineError): boolean {
  const detail = error.detail ?? ''
  return error.code === 'in_use' && (lockMessages.test(detail) || /\block(?:ed)?\b/.test(detail))
}

/** VBoxSVC was just about to end, or takes its time to begin: nothing was done yet. */
export function isServiceAway(error: EngineError): boolean {
  const isToCome = /Failed to create the VirtualBox object|object is not ready/.test(error.detail ?? '')
  return error.code === 'not_running' && (error.message === notReady || isToCome)
}

/** Of VBoxManage and VBoxHeadless; not of their warnings. */
const errorLine = /^(?:VBoxManage|VBoxHeadless|VBoxManage\.exe): (?:fatal )?(?:error|Error)\b:?\s*(.*)$/

/** Pure. Null when it did what it was asked for. */
export function explainFailure({ exitCode, stdout, stderr }: RunResult): EngineError | null {
  const lines = stderr.split(/\r?\n/)
  const errors = lines.flatMap((line) => errorLine.exec(line)?.[1] ?? [])
  if (exitCode === 0 && errors.length === 0) return null
  // Further lines of an error have no prefix, and a usage of a thousand lines follows some.
  const said = lines.filter((line) => errorLine.test(line) || /^VBoxHeadless: |VBOX_E_|NS_ERROR|VERR_/.test(line))
  const text = (said.length > 0 ? said.join('\n') : `${stderr}\n${dropWarning(stdout)}`).slice(0, 20_000)
  const words = said.filter((line) => !/: (?:Details: |Context: )/.test(line)).join('\n')
  const detail = lastLines(words === '' ? text : words, 6).slice(0, 2_000)
  for (const { says, code, message, remedy } of explanations) {
    const found = says.exec(text)
    if (found) return new EngineError(code, 'virtualbox', message(found), { detail, ...(remedy && { remedy }) })
  }
  const known = byCode.find(([pattern]) => pattern.test(text))
  if (known) return new EngineError(known[1], 'virtualbox', known[2], { detail })
  const why = errors[0] ?? `exit code ${exitCode}`
  return new EngineError('engine_failed', 'virtualbox', `VirtualBox failed: ${why.slice(0, 300)}`, { detail })
}

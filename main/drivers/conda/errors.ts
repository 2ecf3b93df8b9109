import type { ErrorCode, Remedy } from '../../contract/errors.ts'
import { EngineError } from '../../model/engineError.ts'
import { lastLines } from '../../os/run.ts'
import { findDocument } from './document.ts'

/** How a program ended, whatever its exit code. */
export interface CondaOutcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** What a failed program says of itself. */
interface Complaint {
  /** conda's name of the error, such as `UnsatisfiableError`; '' for libmamba, which has none. */
  readonly kind: string
  /** Its explanation, as long as it is. */
  readonly text: string
}

interface Rule {
  readonly kind?: RegExp
  readonly text?: RegExp
  readonly code: ErrorCode
  readonly message: (text: string) => string
  readonly remedy?: Remedy
}

const lookAgain: Remedy = { text: 'See what there is', command: 'isoscope env list' }
const checkNetwork: Remedy = { text: 'Check the network and the address of the channel, then try again' }
const checkYml: Remedy = {
  text: 'It has the keys name, channels and dependencies, each with two spaces before its items',
}

/** The first that fits. Texts are those of conda 23.3 and 26.7, and of micromamba 2.8. */
const rules: readonly Rule[] = [
  {
    text: /no space left on device|NoSpaceLeft/i,
    kind: /^NoSpaceLeftError$/,
    code: 'no_space',
    message: () => 'The disk is full.',
    remedy: { text: 'Remove packages that no environment uses', command: 'conda clean --all' },
  },
  {
    kind: /^(LockError|LockException)$/,
    text: /could not (set|acquire) lock|lockfile|LockFile/,
    code: 'in_use',
    message: () => 'Another conda, mamba or micromamba is working with the package cache.',
    remedy: { text: 'Wait until it has finished, or end it; then try again' },
  },
  {
    text: /prefix already exists|Found conda-prefix at|Non-conda folder exists at prefix/,
    code: 'name_taken',
    message: () => 'There is an environment, or a folder, of this name already.',
    remedy: { text: 'Choose another name' },
  },
  {
    kind: /^(CorruptedEnvironmentError|PaddingError|CorruptedCacheError)$/,
    text: /could not load prefix data|json\.exception\.parse_error/,
    code: 'bad_output',
    message: () => 'The environment is damaged: the records of its packages cannot be read.',
    remedy: { text: 'Remove it and make it anew from a list of its packages' },
  },
  {
    kind: /^(ChecksumMismatchError|SafetyError)$/,
    text: /incorrect downloads|checksum|hash mismatch/i,
    code: 'bad_output',
    message: () => 'What was downloaded is not what the channel announced: its checksum is another one.',
    remedy: { text: 'Try again; if it stays so, the channel is damaged', command: 'conda clean --index-cache' },
  },
  {
    kind: /^(EnvironmentFileNotFound)$/,
    text: /spec file .* not found|YAML.*not found/,
    code: 'not_found',
    message: () => 'The environment file was not found.',
  },
  {
    kind: /^(ParserError|ScannerError|ComposerError|ConstructorError|YAML\w*|EnvironmentFile(Empty|ExtensionNotValid|NotValid|TypeMismatchError|InvalidError)\w*|EnvironmentSpecPlugin\w*|EnvironmentExporterNotDetected|SpecNotFound|EnvSpecError)$/,
    text: /yaml-cpp|bad conversion|Unable to detect the environment format|error parsing YAML|YAML parse/i,
    code: 'bad_input',
    message: () => 'The environment file is no valid environment.yml.',
    remedy: checkYml,
  },
  {
    text: /No target prefix specified|arguments? -n\/--name -p\/--prefix is required/,
    code: 'bad_input',
    message: () => 'No environment was named.',
    remedy: lookAgain,
  },
  {
    kind: /^(EnvironmentLocationNotFound|EnvironmentNameNotFound|DirectoryNotACondaEnvironmentError)$/,
    text: /No prefix found at|Expected environment not found|Could not find environment to clone|Not a conda environment/,
    code: 'not_found',
    message: () => 'There is no such environment.',
    remedy: lookAgain,
  },
  {
    kind: /^(PackageNotInstalledError|PackagesNotFoundInPrefixError)$/,
    text: /missing from the target environment/,
    code: 'not_found',
    message: (text) => `The environment does not have ${nameItems(text) ?? 'one of these packages'}.`,
    remedy: { text: 'See which packages it has', command: 'isoscope env packages ID' },
  },
  {
    kind: /^(PackagesNotFound\w*|ResolvePackageNotFound|NoPackagesFoundError)$/,
    text: /does not exist \(perhaps a typo|unsupported request/,
    code: 'not_found',
    message: (text) => `No channel has ${nameItems(text) ?? nameMissing(text) ?? 'one of these packages'}.`,
    remedy: {
      text: 'Check the spelling, or name the channel that has it',
      command: 'isoscope env install ID PACKAGE --channel CHANNEL',
    },
  },
  {
    kind: /^(\w*Unsatisfiable\w*|SpecsConfigurationConflictError)$/,
    text: /packages? (are|is) incompatible|none of the providers can be installed|nothing provides|conflicts with|Could not solve|is not installable/,
    code: 'unsupported',
    message: () => 'There is no set of packages that meets all of these demands.',
    remedy: { text: 'Ask for fewer packages or for a wider range of versions' },
  },
  {
    kind: /^(UnavailableInvalidChannel|ChannelNotAllowed|ChannelDenied|InvalidChannel)$/,
    text: /status: 404|HTTP 404|Could not (read|open) (a )?file/,
    code: 'not_found',
    message: (text) => `There is no channel at ${readAddress(text)}.`,
    remedy: { text: 'Check the name or the address of the channel' },
  },
  {
    text: /status: 5\d\d|HTTP 5\d\d/,
    code: 'engine_failed',
    message: (text) =>
      `The channel's server failed with status ${/(?:status: |HTTP )(5\d\d)/.exec(text)?.[1] ?? '500'}, at ${readAddress(text)}.`,
    remedy: { text: 'Try again later' },
  },
  {
    text: /status: (401|403|407)|HTTP (401|403|407)/,
    code: 'permission_denied',
    message: (text) => `The channel at ${readAddress(text)} wants a login.`,
    remedy: { text: 'Log in with the channel’s own program' },
  },
  {
    kind: /^(CondaSSLError|SSLError)$/,
    text: /SSL|certificate/,
    code: 'engine_failed',
    message: (text) => `There is no secure connection to the channel at ${readAddress(text)}.`,
    remedy: { text: 'Check the clock and the certificates of this machine' },
  },
  {
    kind: /^(CondaHTTPError|ProxyError|OfflineError|CondaOfflineError|ConnectionError)$/,
    text: /Could not (connect to server|resolve host)|CONNECTION FAILED|Download error|offline mode|Timeout was reached/i,
    code: 'not_running',
    message: (text) => `No network, or no server there: ${readAddress(text)} could not be reached.`,
    remedy: checkNetwork,
  },
  {
    kind: /^(\w*NotWritableError|NoWritable\w+|NotWritable\w*)$/,
    text: /Unable to create prefix directory|sufficient permissions|cannot create director|Permission denied|Read-only file system|not writable/,
    code: 'permission_denied',
    message: () => 'The environment cannot be written where it is to be.',
    remedy: { text: 'Choose a folder that is yours' },
  },
  {
    kind: /^(EnvironmentIsFrozenError|RemoveError|EnvironmentNotFrozenError|FrozenError)$/,
    code: 'unsupported',
    message: () => 'This environment is protected: conda does not change it.',
  },
  {
    kind: /^(InvalidMatchSpec|InvalidSpec|InvalidVersionSpec|InvalidVersionSpecError|CondaValueError|NoChannelsConfiguredError)$/,
    text: /invalid (package )?spec|Error parsing|MatchSpec/i,
    code: 'bad_input',
    message: () => 'conda does not understand what was asked for.',
  },
  {
    kind: /^(CommandNotFoundError|ArgumentError)$/,
    text: /^usage: |argument was not expected|arguments were not expected|unrecognized arguments/,
    code: 'unsupported',
    message: () => 'This version does not know the command.',
    remedy: { text: 'Use a newer conda or micromamba' },
  },
  {
    kind: /^CondaEnvException$/,
    text: /Pip failed|pip failed/,
    code: 'engine_failed',
    message: () => 'The packages that pip was to install failed.',
  },
]

/** A failed call as an EngineError; its own explanation is the detail. `program` for the message: `micromamba`. */
export function explainFailure(outcome: CondaOutcome, program: string): EngineError {
  const { kind, text } = readComplaint(outcome)
  const rule = rules.find((one) => one.kind?.test(kind) || one.text?.test(text))
  if (!rule) {
    const how = `${program} failed with exit code ${outcome.exitCode}.`
    return new EngineError('engine_failed', 'conda', how, { detail: shorten(text) })
  }
  return new EngineError(rule.code, 'conda', rule.message(text), {
    detail: shorten(text),
    ...(rule.remedy && { remedy: rule.remedy }),
  })
}

function readComplaint({ stdout, stderr }: CondaOutcome): Complaint {
  const document = findDocument(stdout)
  const fields = (typeof document === 'object' && document !== null ? document : {}) as Record<string, unknown>
  const named = typeof fields.exception_name === 'string' ? fields.exception_name : ''
  if (named !== '') {
    const said = typeof fields.message === 'string' ? fields.message : String(fields.error ?? '')
    return { kind: named, text: clean(said) }
  }
  const complaints = readComplaints(stderr)
  if (Array.isArray(fields.solver_problems)) {
    const problems = fields.solver_problems.filter((problem) => typeof problem === 'string')
    return { kind: '', text: clean([...problems, ...complaints].join('\n')) }
  }
  // conda without --json: the name of the error begins a line.
  const plain =
    /(?:^|[\r\n])([A-Z]\w+(?:Error|NotFound|Invalid\w*|Valid|Exception|Channel|Failed|Detected)): ([\s\S]+)/.exec(
      stderr,
    )
  if (plain) return { kind: plain[1] ?? '', text: clean(plain[2] ?? '') }
  // A question that nobody answers: micromamba asks on stdout before it writes over an environment.
  const asked = /Found conda-prefix at [^\n]*/.exec(stdout)?.[0]
  const text = [...(asked ? [asked] : []), ...complaints].join('\n')
  return { kind: '', text: clean(text || stderr.trim() || lastLines(stdout)) }
}

/** libmamba's own lines, each with those indented below it; before them stands a trace of hundreds of lines. */
function readComplaints(stderr: string): readonly string[] {
  const found = new Set<string>()
  let isPart = false
  for (const line of stderr.split(/\r?\n/)) {
    const [, level, text] = /^(critical|error|warning|info|debug|trace) +libmamba (.*)$/.exec(line) ?? []
    if (level !== undefined) isPart = level === 'critical' || level === 'error'
    if (level !== undefined && !isPart) continue
    if (!isPart || /^\s*$/.test(line)) continue
    if (/^(Aborting\.?|If you (run into|still)|Please try running)/.test((text ?? line).trim())) continue
    if (/^\s*https:\/\/github\.com\/mamba-org/.test(line)) continue
    found.add(text ?? line)
  }
  return [...found]
}

/** Without what only a terminal understands, and without what is secret in an address: a password, or the token of a channel. */
function clean(text: string): string {
  return (
    text
      .replace(/:\/\/[^\s/@]{1,500}@/g, '://…@')
      .replace(/\/t\/[\w-]{8,}/g, '/t/…')
      .replace(/\r\n/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .replace(/\n{2,}/g, '\n')
      .trim()
  )
}

const longestDetail = 4_000

function shorten(text: string): string {
  const lines = text.split('\n').slice(0, 40).join('\n')
  return lines.length > longestDetail ? `${lines.slice(0, longestDetail)} …` : lines
}

/** The packages a message lists, one a line behind a dash. */
function nameItems(text: string): string | null {
  const [list = ''] = text.split(/Current channels:/)
  const names = [...list.matchAll(/^[ \t]*- (\S.*)$/gm)].map(([, name]) => name?.trim() ?? '')
  return names.length > 0 && names.length <= 5 ? names.join(', ') : null
}

/** `└─ no-such-package =* * does not exist (perhaps a typo or a missing channel).` */
function nameMissing(text: string): string | null {
  const line = text.split('\n').find((one) => one.includes('does not exist (perhaps a typo'))
  return /[\w.-]+/.exec(line ?? '')?.[0] ?? null
}

function readAddress(text: string): string {
  return /(?:<|\[|\s)((?:https?|file):\/\/[^\s>\]]+)/.exec(text)?.[1] ?? 'its address'
}

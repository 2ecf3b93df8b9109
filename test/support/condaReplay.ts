/**
 * node condaReplay.ts ENGINE ROOT [ARGS]: conda or micromamba as it was captured, for machines that have none. Answers by
 * its arguments from test/fixtures/ENGINE; ROOT stands for the installation's folder of then. An environment that was made is a
 * folder with a history, as far as anybody looks for one, and with this machine's Python, so that it can be started. Where a
 * package cache is named, a package of the stand-in's own comes into it and is linked from there, as conda does. What was not
 * captured ends with 64.
 */
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { splitWords } from '../../main/hosts/cli/splitWords.ts'
import { type CapturedCall, readCapturedCalls } from './captured.ts'

const [engine = '', root = '', ...given] = process.argv.slice(2)
const program = engine.split('-')[0] ?? ''

/** Where it was installed when it was captured. */
const capturedRoots: Readonly<Record<string, string>> = {
  'conda-23.3.1': '/home/dev/lab/conda23',
  'conda-26.7.1': '/opt/conda26',
  'micromamba-2.8.1': '/opt/mroot',
}
const capturedRoot = capturedRoots[engine] ?? ''

interface Question {
  /** The words but for those that name an environment or a file. */
  readonly words: readonly string[]
  readonly name: string | null
}

/** `-p ROOT/envs/NAME` asks for the same as `-n NAME`; which file is read does not show in an answer. */
function readQuestion(args: readonly string[]): Question {
  const words: string[] = []
  let name: string | null = null
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? ''
    if (word === '--no-capture-output' || word === '--dry-run') continue
    if (word === '-n' || word === '-p') {
      const value = args[++index] ?? ''
      name = word === '-n' || dirname(value) === join(root, 'envs') ? basename(value) : value
      words.push('TARGET')
    } else if (word === '-f' || word === '--clone') {
      words.push(word, word === '-f' ? 'FILE' : basename(args[++index] ?? ''))
      if (word === '-f') index++
    } else if (word === '--file') {
      // Such a list was not tried then. It names what was asked for by name.
      words.push('hello')
      index++
    } else {
      words.push(word)
    }
  }
  return { words, name }
}

function findAnswer({ words, name }: Question): CapturedCall | null {
  const alike = readCapturedCalls(engine).filter((call) => {
    const question = readQuestion(splitWords(call.command).slice(1))
    return JSON.stringify(question.words) === JSON.stringify(words)
  })
  const exact = alike.find((call) => readQuestion(splitWords(call.command).slice(1)).name === name)
  if (exact) return exact
  // Of an environment that was not asked about then: what was said of one that was, or was not, there.
  const exists = name !== null && existsSync(pathOf(name))
  return alike.find((call) => (call.exitCode === 0) === exists || words.includes('create')) ?? null
}

function pathOf(name: string): string {
  return name.startsWith('/') ? name : join(root, 'envs', name)
}

function follow({ words, name }: Question, exitCode: number): void {
  if (exitCode !== 0 || name === null) return
  const meta = join(pathOf(name), 'conda-meta')
  if (words.includes('create')) {
    mkdirSync(meta, { recursive: true })
    const command = `${join(root, 'bin', program)} ${given.join(' ')}`
    appendFileSync(join(meta, 'history'), `# cmd: ${command}\n# conda version: 23.3.1\n`)
    fill(pathOf(name))
  }
  if (words.includes('remove') && (words.includes('env') || words.includes('--all'))) {
    rmSync(pathOf(name), { recursive: true, force: true })
  }
}

function fill(prefix: string): void {
  const python = '/usr/bin/python3'
  mkdirSync(join(prefix, 'bin'), { recursive: true })
  if (existsSync(python)) symlinkSync(realpathSync(python), join(prefix, 'bin', 'python'))
  const cache = process.env.CONDA_PKGS_DIRS
  if (cache === undefined) return
  const file = join(cache, 'hello-1.1-0', 'hello')
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'x'.repeat(65_536))
    writeFileSync(join(cache, 'hello-1.1-0.tar.bz2'), '')
  }
  linkSync(file, join(prefix, 'bin', 'hello'))
  const record = {
    paths_data: { paths: [{ _path: 'bin/hello', prefix_placeholder: '/placeholder', file_mode: 'text' }] },
  }
  writeFileSync(join(prefix, 'conda-meta', 'hello-1.1-0.json'), JSON.stringify(record, null, 2))
}

const question = readQuestion(given)
const answer = findAnswer(question)
const isMissing = question.name !== null && !existsSync(pathOf(question.name))
if (engine === 'conda-23.3.1' && question.words.includes('remove') && question.words.includes('env') && isMissing) {
  // As it was seen: nothing said, nothing wrong.
  process.exitCode = 0
} else if (answer === null) {
  process.stderr.write(`nobody has captured: ${program} ${given.join(' ')}\n`)
  process.exitCode = 64
} else if (answer.exitCode === null) {
  setInterval(() => undefined, 60_000)
} else {
  const place = (text: string) => {
    const moved = text.replaceAll(capturedRoot, root)
    const was = readQuestion(splitWords(answer.command).slice(1)).name
    return was === null || question.name === null ? moved : moved.replaceAll(`/envs/${was}"`, `/envs/${question.name}"`)
  }
  follow(question, answer.exitCode)
  process.stdout.write(place(answer.stdout))
  process.stderr.write(place(answer.stderr))
  process.exitCode = answer.exitCode
}

import { describe, expect, it } from 'vitest'
import { type ErrorCode, errorCodeSchema } from '../../../../main/contract/errors.ts'
import { parseEnvList } from '../../../../main/drivers/conda/commands/envList.ts'
import { parseExplicit } from '../../../../main/drivers/conda/commands/exportExplicit.ts'
import { parseYaml } from '../../../../main/drivers/conda/commands/exportYaml.ts'
import { parseInfo } from '../../../../main/drivers/conda/commands/info.ts'
import { parsePackages } from '../../../../main/drivers/conda/commands/listPackages.ts'
import { cleanStderr } from '../../../../main/drivers/conda/commands/runIn.ts'
import { findDocument } from '../../../../main/drivers/conda/document.ts'
import { explainFailure } from '../../../../main/drivers/conda/errors.ts'
import { explainStall } from '../../../../main/drivers/conda/run.ts'
import { readTransaction } from '../../../../main/drivers/conda/transaction.ts'
import { EngineError } from '../../../../main/model/engineError.ts'
import { type CapturedCall, readCapturedCalls } from '../../../support/captured.ts'

const versions = ['conda-23.3.1', 'conda-26.7.1', 'micromamba-2.8.1'] as const

/** What each call that fails fails with; by the number in front of its name. */
const failures: Readonly<Record<string, ErrorCode>> = {
  '13': 'not_found',
  '14': 'not_found',
  '19': 'unsupported',
  '20': 'not_found',
  '21': 'not_found',
  '22': 'unsupported',
  '23': 'unsupported',
  '24': 'unsupported',
  '25': 'not_found',
  '33': 'name_taken',
  '34': 'name_taken',
  '35': 'bad_input',
  '37': 'not_found',
  '38': 'not_found',
  '39': 'not_found',
  '43': 'not_found',
  '45': 'not_found',
  '48': 'not_found',
  '49': 'not_found',
  '50': 'not_running',
  '51': 'not_running',
  '52': 'not_found',
  '53': 'engine_failed',
  '55': 'not_running',
  '56': 'not_found',
  '57': 'not_found',
  '58': 'bad_output',
  '60': 'not_found',
  '61': 'unsupported',
  '62': 'unsupported',
  '65': 'not_found',
  '67': 'unsupported',
  '68': 'unsupported',
  '69': 'bad_input',
  '72': 'permission_denied',
  '73': 'bad_output',
  '74': 'not_found',
  '75': 'unsupported',
  '78': 'timeout',
}

/** Of two mistakes at once this version tells the other one. */
const otherFailures: Readonly<Record<string, ErrorCode>> = { 'conda-23.3.1/68-unknown-option-json-FAIL': 'bad_input' }

/** Exit codes that are answers: of the command that was run, and of a comparison that found differences. */
const answers = new Set(['64', '76'])
/** They end with 0 and say nothing of it: the driver looks before it asks, which its own test shows. */
const silent = new Set(['conda-23.3.1/49-remove-missing-env-json-FAIL', 'conda-26.7.1/34-env-create-exists-json-FAIL'])

/** What a call of the driver makes of such an outcome; null where it is no failure. */
function judge(engine: string, call: CapturedCall): EngineError | null {
  const program = engine.split('-')[0] ?? ''
  if (call.exitCode === null) {
    return explainStall({ name: 'micromamba', path: '' }, { noticeMs: 1, limitMs: 8_000 })
  }
  if (call.exitCode !== 0) return explainFailure({ ...call, exitCode: call.exitCode }, program)
  try {
    readTransaction(call.stdout)
    return null
  } catch (error) {
    if (error instanceof EngineError) return error
    throw error
  }
}

describe.each(versions)('every captured call of %s', (engine) => {
  const calls = readCapturedCalls(engine).filter(({ name }) => !answers.has(name.slice(0, 2)))
  const failing = calls.filter((call) => {
    const isSilent = silent.has(`${engine}/${call.name}`)
    return !isSilent && (call.exitCode !== 0 || call.name.endsWith('FAIL'))
  })

  it.each(failing.map((call) => [call.name, call] as const))(
    '%s fails with a code, words and what to do',
    (_, call) => {
      const error = judge(engine, call)
      expect(error).toBeInstanceOf(EngineError)
      expect(errorCodeSchema.parse(error?.code)).toBe(
        otherFailures[`${engine}/${call.name}`] ?? failures[call.name.slice(0, 2)],
      )
      expect(error?.message).toMatch(/^[A-Za-z].*\.$/)
      expect(error?.message).not.toMatch(/its address|exit code/)
      // No trace, no stack, and not the whole output.
      expect(error?.detail ?? '').not.toMatch(/libmamba|Traceback|Backtrace|response_details/)
      expect((error?.detail ?? '').length).toBeLessThan(5_000)
      if (call.name.slice(0, 2) !== '78') expect(error?.detail).not.toBe('')
    },
  )

  it.each(calls.filter((call) => !failing.includes(call)).map((call) => [call.name, call] as const))(
    '%s is read',
    (name, call) => {
      expect(judge(engine, call)).toBeNull()
      if (call.command.includes('--json') && call.stdout.trim() !== '' && !name.startsWith('66')) {
        expect(findDocument(call.stdout)).toBeTypeOf('object')
      }
    },
  )
})

describe.each(versions)('what %s says', (engine) => {
  const calls = readCapturedCalls(engine)
  const find = (number: string) => {
    const call = calls.find(({ name }) => name.startsWith(number))
    if (!call) throw new Error(`${engine} has no ${number}`)
    return call
  }
  const root = {
    'conda-23.3.1': '/home/dev/lab/conda23',
    'conda-26.7.1': '/opt/conda26',
    'micromamba-2.8.1': '/opt/mroot',
  }[engine]

  it('of where it keeps environments', () => {
    expect(parseInfo(find('02').stdout)).toMatchObject({ root, platform: 'linux-64' })
    expect(parseInfo(find('02').stdout).envsDirs[0]).toBe(`${root}/envs`)
  })

  it('of which there are, also of one outside of its folder', () => {
    const listed = parseEnvList(find('71').stdout)
    expect(listed).toContain(`${root}/envs/fromyml`)
    expect(listed).toContain('/home/dev/lab/ws/conda/pfx')
    expect(new Set(listed).size).toBe(listed.length)
  })

  it('of the packages in one', () => {
    expect(parsePackages(find('10').stdout)).toMatchObject([
      { name: 'greet-lib', version: '2.0', build: '0' },
      { name: 'hello', version: '1.1', build: '0' },
    ])
  })

  it('of what it has changed', () => {
    expect(readTransaction(find('04').stdout)).toEqual({
      prefix: `${root}/envs/t1`,
      changes: {
        installed: [
          { name: 'greet-lib', version: '2.0' },
          { name: 'hello', version: '1.1' },
        ],
        removed: [],
      },
    })
    expect(readTransaction(find('17').stdout).changes).toEqual({
      installed: [{ name: 'greet-lib', version: '2.0' }],
      removed: [{ name: 'greet-lib', version: '1.0' }],
    })
    expect(readTransaction(find('16').stdout).changes).toEqual({ installed: [], removed: [] })
  })

  it('of an environment as a file that anybody can use', () => {
    expect(parseYaml(find('28').stdout)).toMatch(
      /^name: t1\nchannels:\n[\s\S]*dependencies:\n {2}- greet-lib=2\.0\n {2}- hello=1\.1\n$/,
    )
    expect(parseYaml(find('29').stdout)).toMatch(/dependencies:\n {2}- hello\n$/)
    expect(parseExplicit(find('30').stdout, 'linux-64').split('\n')).toEqual([
      '# platform: linux-64',
      '@EXPLICIT',
      'file:///home/dev/lab/channel/noarch/greet-lib-2.0-0.tar.bz2#49adcda98123f965195d11353ae61ea3',
      'file:///home/dev/lab/channel/noarch/hello-1.1-0.tar.bz2#3ecd23a2edfb6b3638c48119621ea232',
      '',
    ])
  })

  it('of a command that failed: only the command’s own words', () => {
    expect(cleanStderr(find('64').stderr).trim()).toBe('err')
    expect(find('64').exitCode).toBe(7)
  })

  it('keeps the solver’s explanation', () => {
    const detail = explainFailure({ ...find('22'), exitCode: 1 }, 'conda').detail
    expect(detail).toContain('greet-lib')
    expect(explainFailure({ ...find('24'), exitCode: 1 }, 'conda').detail).toMatch(/greet-lib|no-such-lib >=3/)
  })
})

describe('what a failure says', () => {
  const explain = (engine: string, number: string) => {
    const call = readCapturedCalls(engine).find(({ name }) => name.startsWith(number))
    if (!call) throw new Error(`no ${number}`)
    return explainFailure({ ...call, exitCode: call.exitCode ?? 1 }, engine.split('-')[0] ?? '')
  }

  it('names the package that no channel has', () => {
    for (const [engine, number] of [
      ['conda-23.3.1', '20'],
      ['conda-23.3.1', '37'],
      ['conda-26.7.1', '20'],
      ['micromamba-2.8.1', '21'],
    ] as const) {
      expect(explain(engine, number).message).toBe('No channel has no-such-package.')
    }
    expect(explain('conda-26.7.1', '45').message).toBe('The environment does not have no-such-package.')
  })

  it('names the server that could not be reached, and the status it answered with', () => {
    expect(explain('conda-23.3.1', '55').message).toContain('https://no-such-host.invalid/chan')
    expect(explain('micromamba-2.8.1', '51').message).toContain('http://127.0.0.1:9/chan')
    expect(explain('micromamba-2.8.1', '53').message).toContain('status 500')
    expect(explain('conda-26.7.1', '52').message).toBe('There is no channel at http://127.0.0.1:8765/nothere.')
  })

  it('has the parser’s words for a file that is no YAML', () => {
    expect(explain('conda-23.3.1', '35').detail).toContain("expected ',' or ']'")
  })

  it('has the tree of the solver in words', () => {
    expect(explain('micromamba-2.8.1', '23').detail).toContain('└─ greet-lib >=2')
  })
})

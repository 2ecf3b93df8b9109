import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instanceSchema } from '../../../../main/contract/instance.ts'
import { machineDescriptionSchema, snapshotSchema } from '../../../../main/contract/machine.ts'
import { parseGuestProperties } from '../../../../main/drivers/virtualbox/commands/guestProperties.ts'
import { describeSettings } from '../../../../main/drivers/virtualbox/describe.ts'
import { explainFailure } from '../../../../main/drivers/virtualbox/errors.ts'
import { describeMachine } from '../../../../main/drivers/virtualbox/instance.ts'
import {
  dropWarning,
  parseAttachedMedia,
  parseExtensionPacks,
  parseMachineIds,
  parseMachineNames,
  parseNewId,
  parsePorts,
  parseSettings,
  parseVersion,
} from '../../../../main/drivers/virtualbox/parse.ts'
import { findDependants, keepMachines, parseMedia } from '../../../../main/drivers/virtualbox/parseMedia.ts'
import { parseSnapshots } from '../../../../main/drivers/virtualbox/parseSnapshots.ts'
import { createProgressReader } from '../../../../main/drivers/virtualbox/progress.ts'
import { readCaptured, readCapturedCalls } from '../../../support/captured.ts'

const engine = 'virtualbox-7.2.22'
const calls = readCapturedCalls(engine)
const stdoutOf = (name: string) => dropWarning(readCaptured(engine, name).stdout)
const web = '05418d77-98f2-45f8-a976-36bc9445aa07'

describe('what VBoxManage 7.2 prints', () => {
  it.each(calls.filter(({ name }) => /-(FAIL)$/.test(name)))('$name is an error in words', (call) => {
    const error = explainFailure({ exitCode: call.exitCode ?? 1, stdout: call.stdout, stderr: call.stderr })
    expect(error?.toData()).toMatchObject({ engine: 'virtualbox', message: expect.stringMatching(/^[A-Z].*\.$/) })
    // Each is known: none is left as an exit code or in the program's own words.
    expect(error?.code).not.toBe('engine_failed')
    expect(error?.message).not.toMatch(/VERR|VBOX_E|NS_ERROR|0x8|\//)
    expect(error?.detail?.length).toBeGreaterThan(5)
    expect(error?.detail?.length).toBeLessThan(2_001)
  })

  it.each(calls.filter(({ name, exitCode }) => exitCode === 0 && !name.endsWith('FAIL')))(
    '$name is an answer',
    (call) => {
      expect(explainFailure({ exitCode: 0, stdout: call.stdout, stderr: call.stderr })).toBeNull()
      expect(dropWarning(call.stdout)).not.toContain('WARNING')
    },
  )

  it.each([
    ['15-createvm-duplicate-FAIL', 'name_taken', 'There is a machine called web already, or its folder.'],
    ['18-modifyvm-bad-memory-FAIL', 'bad_input', 'A machine has 4 to 2097152 MiB of memory, not 99999999.'],
    ['20-createmedium-exists-FAIL', 'name_taken', 'There is a file web.vdi already.'],
    ['23-storageattach-missing-FAIL', 'not_found', 'There is no file none.iso.'],
    ['28-showvminfo-missing-FAIL', 'not_found', 'There is no machine nosuch.'],
    ['35-snapshot-restore-missing-FAIL', 'not_found', 'There is no snapshot nope.'],
    ['43-export-exists-FAIL', 'name_taken', 'There is a file web.ova already.'],
    ['46-import-missing-FAIL', 'not_found', 'There is no file nosuch.ova.'],
    ['48-startvm-headless-via-debian-wrapper-FAIL', 'not_running', /kernel driver/],
    ['50-startvm-gui-FAIL', 'unsupported', /window/],
    ['52-controlvm-poweroff-FAIL', 'unsupported', 'The machine does not run.'],
    // It exits with 0.
    ['54-discardstate-FAIL', 'unsupported', 'The machine has no saved state.'],
    ['64-unregistervm-with-linked-FAIL', 'in_use', /in use/],
    ['69-unknown-option-FAIL', 'unsupported', /does not understand/],
    ['73-VBoxHeadless-startvm-FAIL', 'not_running', /kernel driver/],
    ['85-hostonlyif-create-FAIL', 'not_running', /kernel driver/],
  ])('%s: %s', (name, code, message) => {
    const call = calls.find((one) => one.name === name)
    const error = call && explainFailure({ ...call, exitCode: call.exitCode ?? 1 })
    expect(error).toMatchObject({
      code,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    })
  })

  it('names the machine that has the name already', () => {
    const stderr =
      "VBoxManage: error: Could not rename the directory '/m/one' to '/m/two' to save the settings file (VERR_ALREADY_EXISTS)\n"
    expect(explainFailure({ exitCode: 1, stdout: '', stderr })).toMatchObject({
      code: 'name_taken',
      message: 'There is a machine called two already, or its folder.',
    })
  })

  it('goes by the code where a message is in another language', () => {
    const stderr = readCaptured(engine, '28-showvminfo-missing-FAIL').stderr.replace(/Could not find.*/, 'Nichts da')
    expect(explainFailure({ exitCode: 1, stdout: '', stderr })).toMatchObject({ code: 'not_found' })
    expect(explainFailure({ exitCode: 1, stdout: '', stderr: '' })).toMatchObject({ code: 'engine_failed' })
  })

  it('is read with the warning of Debian’s wrapper in front and without it', () => {
    for (const name of ['01-version', '02-version-noheader', '13-direct-version']) {
      expect(parseVersion(readCaptured(engine, name).stdout)).toBe('7.2.22')
    }
    expect(parseVersion('7.0.20r163906\n')).toBe('7.0.20')
    expect(parseVersion('nothing')).toBeNull()
    expect(stdoutOf('03-list-vms-empty')).toBe('')
    expect(parseMachineIds(stdoutOf('03-list-vms-empty'))).toEqual([])
    expect(parseMachineIds(stdoutOf('24-list-vms'))).toEqual([web])
    expect(parseMachineNames(`"a "b"\n{x}" {${web}}\n"web" {${web.replace('0', '1')}}\n`)).toEqual(
      new Map([
        [web, 'a "b"\n{x}'],
        [web.replace('0', '1'), 'web'],
      ]),
    )
    expect(parseExtensionPacks(stdoutOf('07-list-extpacks'))).toEqual(['VNC'])
    expect(parseNewId(stdoutOf('14-createvm'))).toBe(web)
    expect(parseGuestProperties(stdoutOf('58-guestproperty-enumerate'))).toEqual([])
  })

  it('becomes a machine and its description', () => {
    const settings = parseSettings(stdoutOf('27-showvminfo-machinereadable'))
    expect(instanceSchema.parse(describeMachine(web, settings))).toMatchObject({
      id: `virtualbox:${web}`,
      name: 'web',
      state: 'stopped',
      owner: 'user',
      madeFrom: 'Debian (64-bit)',
      actions: ['start', 'rename', 'remove', 'logs'],
    })
    expect(machineDescriptionSchema.parse(describeSettings(web, settings, []))).toMatchObject({
      cpus: 1,
      memoryBytes: 512 * 1024 ** 2,
      disks: [{ slot: 'SATA 0', kind: 'disk', path: '/vbx/machines/web/web.vdi' }],
      ports: [{ host: 2222, guest: 22, protocol: 'tcp' }],
    })
    expect(parseAttachedMedia(settings)).toMatchObject([{ uuid: 'f792fe2f-17ef-4677-99c3-c6814bbdfe7e' }])
  })

  it('tells states of which several are one to us', () => {
    const state = (word: string) =>
      describeMachine(
        web,
        new Map([
          ['VMState', word],
          ['groups', '/a,/isoscope'],
        ]),
      )
    expect(state('saved')).toMatchObject({ state: 'stopped', owner: 'isoscope' })
    expect(state('running').actions).toEqual(['stop', 'restart', 'pause', 'save', 'kill', 'remove', 'logs'])
    expect(state('paused').actions).toEqual(['resume', 'save', 'kill', 'remove', 'logs'])
    expect(state('gurumeditation')).toMatchObject({ state: 'unknown', actions: ['kill', 'remove', 'logs'] })
    expect(state('new word').state).toBe('unknown')
  })

  it('becomes a tree of snapshots, from either command', () => {
    const tree = [
      { name: 'base', description: 'before anything', parent: null, current: false },
      { name: 'second', description: null, parent: '67594600-daed-4b29-8543-9cb827d6f299', current: true },
    ]
    expect(parseSnapshots(stdoutOf('31-snapshot-list-mr'))).toMatchObject(tree)
    expect(parseSnapshots(stdoutOf('33-showvminfo-mr-with-snapshots'))).toMatchObject(tree)
    expect(parseSnapshots('This machine does not have any snapshots\n')).toEqual([])
  })

  it('names the machines that stand on a machine’s disks', () => {
    const listed = parseMedia(stdoutOf('40-list-hdds'))
    expect(listed).toHaveLength(4)
    expect(keepMachines(parseMedia(stdoutOf('41-showmediuminfo')), [web])).toMatchObject([
      { machines: [web], parent: null },
    ])
    const [base = '', child = ''] = listed.map(({ uuid }) => uuid)
    const media = [
      { uuid: base, parent: null, path: '/a', machines: [web] },
      { uuid: child, parent: base, path: '/b', machines: ['other'] },
    ]
    expect(findDependants(media, web)).toEqual(['other'])
    expect(findDependants(media, 'other')).toEqual([])
  })

  it('tells how far it is, however it is cut', () => {
    const text = readCaptured(engine, '45-import').stderr
    for (const size of [1, 3, 7, 1_000]) {
      const seen: (number | null)[] = []
      const read = createProgressReader('x', ({ share }) => seen.push(share))
      for (let at = 0; at < text.length; at += size) read(Buffer.from(text.slice(at, at + size)))
      expect(seen.at(-1)).toBe(1)
      expect(seen.every((share) => share !== null && share >= 0 && share <= 1)).toBe(true)
    }
  })
})

/** As VBoxManage writes texts in showvminfo. */
const escaped = (text: string) => text.replace(/["\\]/g, '\\$&')
const anyText = fc.string({
  unit: fc.constantFrom('a', '"', '\\', '\n', '=', '-', 'ü', '[', 'UUID="x"', '\nname="evil"'),
})

describe('what it might print', () => {
  it('names and descriptions with quotes, escapes and line feeds are read back', () => {
    fc.assert(
      fc.property(anyText, anyText, (name, description) => {
        // A line that is an entry by itself cannot be told from one that follows a text that was cut off.
        fc.pre(![name, description].some((text) => /^[a-z][\w-]*=-?\w*$/im.test(text.replace(/^.*/, ''))))
        const output = `name="${escaped(name)}"\nUUID="${web}"\nmemory=5\ndescription="${escaped(description)}"\nlast="1"\n`
        const settings = parseSettings(output)
        expect([settings.get('memory'), settings.get('UUID')]).toEqual(['5', web])
        expect(settings.get('description')).toBe(description)
        if (!name.includes('\n')) expect(settings.get('name')).toBe(name)
      }),
    )
  })

  it('a tree of snapshots is read back, whatever they are called', () => {
    const calm = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '=', 'ü', ' ', 'SnapshotName="', 'Current') })
    fc.assert(
      fc.property(fc.array(fc.tuple(calm, fc.option(calm), fc.nat(3)), { minLength: 1, maxLength: 40 }), (made) => {
        const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
        // Depth first: each goes below the last one, or below one of its ancestors.
        const paths: string[] = []
        for (const [, , up] of made) {
          const last = paths.at(-1)
          if (last === undefined) paths.push('')
          else {
            const steps = last.split('-').slice(1)
            const parent = ['', ...steps.slice(0, Math.max(0, steps.length - up))].join('-')
            const siblings = paths.filter((path) => path.replace(/-\d+$/, '') === parent && path !== parent).length
            paths.push(`${parent}-${siblings + 1}`)
          }
        }
        const output = made.map(([name, description], n) => {
          const said = description === null ? '' : `SnapshotDescription${paths[n]}="${description}"\n`
          return `SnapshotName${paths[n]}="${name}"\nSnapshotUUID${paths[n]}="${uuid(n)}"\n${said}`
        })
        const snapshots = parseSnapshots(
          `${output.join('')}CurrentSnapshotName="a"\nCurrentSnapshotUUID="${uuid(0)}"\n`,
        )
        expect(snapshots.map(({ name, description }) => [name, description])).toEqual(
          made.map(([name, description]) => [name, description]),
        )
        expect(snapshots.map(({ parent }) => parent)).toEqual(
          paths.map((path) => (path === '' ? null : uuid(paths.indexOf(path.replace(/-\d+$/, ''))))),
        )
      }),
    )
  })

  const parsers: readonly ((text: string) => unknown)[] = [
    parseVersion,
    parseMachineNames,
    parseExtensionPacks,
    parseNewId,
    (text) => machineDescriptionSchema.parse(describeSettings(web, parseSettings(text), [])),
    (text) => instanceSchema.parse(describeMachine(web, parseSettings(text))),
    (text) => parsePorts(parseSettings(text)),
    (text) => parseSnapshots(text).map((one) => snapshotSchema.parse(one)),
    (text) => findDependants(parseMedia(text), web),
    parseGuestProperties,
    (text) => explainFailure({ exitCode: 1, stdout: text, stderr: text })?.toData(),
    (text) => createProgressReader('x', ({ share }) => expect(share).toBeLessThanOrEqual(1))(Buffer.from(text)),
  ]

  it('no cut, mixed or broken output makes a parser fail', () => {
    const texts = calls.map(({ stdout, stderr }) => stdout + stderr).map((text) => text.slice(0, 4_000))
    const damaged = fc
      .tuple(fc.constantFrom(...texts), fc.constantFrom(...texts), fc.nat(4_000), fc.nat(4_000), fc.uint8Array())
      .map(([one, other, from, to, bytes]) => {
        return one.slice(0, from) + Buffer.from(bytes).toString('utf8') + other.slice(to) + one.slice(from)
      })
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string()), (text) => {
        for (const parse of parsers) parse(text)
      }),
      { numRuns: 200 },
    )
  })

  it('bytes that are no text, cut anywhere, never tell of more than all of it', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom('0%...', '10%...20%', '%', '999%', '100%\n', 'ü').map((text) => Buffer.from(text)),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const seen: (number | null)[] = []
        const read = createProgressReader('x', ({ share }) => seen.push(share))
        for (const one of pieces) read(one)
        expect(seen.every((share) => share !== null && share >= 0 && share <= 1)).toBe(true)
      }),
    )
  })

  it.each([
    ['quotes', '"'.repeat(300_000)],
    ['backslashes', `name="${'\\'.repeat(300_000)}`],
    ['entries that never end', 'a="x\n'.repeat(60_000)],
    ['snapshots that never end', `SnapshotName="x"\nSnapshotUUID="${web}"\n${'SnapshotName-1="x\n'.repeat(60_000)}`],
    ['media', `UUID:   ${web}\nIn use by VMs: `.repeat(20_000)],
    ['percents', '1%'.repeat(200_000)],
    ['errors', 'VBoxManage: error: x\n'.repeat(60_000)],
  ])('a great many %s are read in no time', { timeout: 20_000 }, (_, text) => {
    for (const parse of parsers) parse(text)
  })
})

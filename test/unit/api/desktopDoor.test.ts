import { describe, expect, test } from 'vitest'
import { listDesktopCapabilities, readOpenAtLogin, readTray, setOpenAtLogin } from '../../../main/api/desktopDoor.ts'

/** A system that keeps a login item as systems do; `takes` false: it says nothing and keeps it as it was. */
function createSystem({ takes = true, failure }: { readonly takes?: boolean; readonly failure?: Error } = {}) {
  const system = { on: false }
  const loginItem = {
    isOn: () => system.on,
    set: (on: boolean) => {
      if (failure) throw failure
      if (takes) system.on = on
    },
  }
  return { system, door: { loginItem, hasTray: async () => true, chooseFile: async () => null } }
}

describe('opening at login', () => {
  test('is what the system has at that moment, whoever changed it', () => {
    const { system, door } = createSystem()
    expect(readOpenAtLogin(door)).toEqual({ on: false })
    system.on = true
    expect(readOpenAtLogin(door)).toEqual({ on: true })
    expect(setOpenAtLogin(door, false)).toEqual({ on: false })
    expect(system.on).toBe(false)
  })

  test('that the system does not take is an error, without what the system said', () => {
    const refused = expect.objectContaining({ code: 'permission_denied', message: 'The system has not taken this.' })
    expect(() => setOpenAtLogin(createSystem({ takes: false }).door, true)).toThrow(refused)
    const failure = new Error('EACCES: /home/somebody/.config/autostart')
    expect(() => setOpenAtLogin(createSystem({ failure }).door, true)).toThrow(refused)
  })

  test('is for the desktop alone', () => {
    const refused = expect.objectContaining({ code: 'unsupported' })
    expect(() => readOpenAtLogin(undefined)).toThrow(refused)
    expect(() => setOpenAtLogin(undefined, true)).toThrow(refused)
  })
})

test('a door has a tray and a login item only where it is a desktop with them', async () => {
  const { door } = createSystem()
  expect(listDesktopCapabilities(undefined)).toEqual([])
  expect(listDesktopCapabilities(door)).toEqual(['login.change', 'files.choose'])
  expect(await readTray(undefined)).toEqual({ there: false })
  expect(await readTray(door)).toEqual({ there: true })
  expect(await readTray({ ...door, hasTray: async () => false })).toEqual({ there: false })
})

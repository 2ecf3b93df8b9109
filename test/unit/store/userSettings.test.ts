import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Settings } from '../../../main/contract/settings.ts'
import { findPaths } from '../../../main/os/paths.ts'
import { openStore, type Store } from '../../../main/store/store.ts'
import { defaultSettings } from '../../../main/store/userSettings.ts'

describe('the settings', () => {
  let home: string
  const stores: Store[] = []
  const open = () => {
    const store = openStore(findPaths({ ISOSCOPE_HOME: home }, process.platform))
    stores.push(store)
    return store
  }
  /** As a newer Isoscope, or somebody with an editor, had left it. */
  const writeRaw = (key: string, value: string) => {
    const database = new DatabaseSync(join(home, 'isoscope.sqlite'))
    database.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)').run(key, value)
    database.close()
  }
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'isoscope-settings-'))
  })
  afterEach(() => {
    for (const store of stores.splice(0)) store.close()
    rmSync(home, { recursive: true, force: true })
  })

  it('are the defaults in a new store', () => {
    expect(open().readSettings()).toEqual(defaultSettings)
  })

  it('keep what was changed, and only that, for every process and the next one', () => {
    const [one, other] = [open(), open()]
    const prices = { currency: 'EUR', vcpuHour: 0.04, gibHour: 0.005 }
    expect(one.changeSettings({ theme: 'dark', prices })).toEqual({ ...defaultSettings, theme: 'dark', prices })
    other.changeSettings({ rounds: 20 })
    const expected: Settings = { ...defaultSettings, theme: 'dark', prices, rounds: 20 }
    expect(one.readSettings()).toEqual(expected)
    expect(open().readSettings()).toEqual(expected)
    expect(other.changeSettings({ rounds: null, prices: null })).toEqual({ ...defaultSettings, theme: 'dark' })
  })

  it.each([
    ['theme', '"sepia"'],
    ['theme', 'not JSON'],
    ['rounds', '-3'],
    ['budgetMinutes', '1441'],
    ['comparisonFormOpen', '1'],
    ['prices', '{"currency":"EUR"}'],
    ['welcomed', '"yes"'],
  ])('fall back to the default where %s is stored as %s, and keep the others', (key, value) => {
    open().changeSettings({ profile: 'thorough' })
    writeRaw(key, value)
    expect(open().readSettings()).toEqual({ ...defaultSettings, profile: 'thorough' })
    // It can be set again.
    expect(open().changeSettings({ welcomed: true, theme: 'light' })).toMatchObject({ welcomed: true, theme: 'light' })
  })

  it('are no room for what only a newer Isoscope knows, which stays', () => {
    const store = open()
    writeRaw('density', '"compact"')
    expect(store.changeSettings({ theme: 'light' })).toEqual({ ...defaultSettings, theme: 'light' })
    const database = new DatabaseSync(join(home, 'isoscope.sqlite'))
    expect(database.prepare("SELECT value FROM settings WHERE key = 'density'").get()?.value).toBe('"compact"')
    database.close()
  })
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createKeptUsers } from '../../../../main/drivers/jupyterhub/keptUsers.ts'
import type { Ledger } from '../../../../main/drivers/ledger.ts'
import { createHome } from '../../../support/cli.ts'

let home: ReturnType<typeof createHome>
beforeEach(() => {
  home = createHome()
})
afterEach(() => home.remove())

function open() {
  const ledger = { record: vi.fn(() => ({ id: 7 })), clear: vi.fn() }
  const paths = { home: home.path } as Parameters<typeof createKeptUsers>[0]['paths']
  return { ledger, users: createKeptUsers({ paths, ledger: ledger as unknown as Ledger }) }
}

it('remembers who was made here until they are gone, with their row of the ledger', () => {
  const { users, ledger } = open()
  expect(users.has('jupyterhub:alice')).toBe(false)
  users.record('jupyterhub:alice')
  expect(open().users.has('jupyterhub:alice')).toBe(true)
  users.forget('jupyterhub:bob')
  expect(ledger.clear).not.toHaveBeenCalled()
  users.forget('jupyterhub:alice')
  expect(ledger.clear).toHaveBeenCalledWith(7)
  expect(open().users.has('jupyterhub:alice')).toBe(false)
})

it.each(['{"jupyterhub:alice": 7', '["jupyterhub:alice"]'])('writes over no damaged list: %s', (text) => {
  const path = join(home.path, 'hub-users.json')
  writeFileSync(path, text)
  expect(() => open().users.record('jupyterhub:bob')).toThrow('is damaged')
  expect(() => open().users.has('jupyterhub:alice')).toThrow('is damaged')
  expect(readFileSync(path, 'utf8')).toBe(text)
})

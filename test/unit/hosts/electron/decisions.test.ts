import { expect, test } from 'vitest'
import {
  appOrigin,
  createWebPreferences,
  findSenderFault,
  isAllowedExternal,
  isOwnOrigin,
} from '../../../../main/hosts/electron/decisions.ts'

test.for(['app://isoscope', 'app://isoscope/', 'app://isoscope/index.html?a#b'])('%s is our own origin', (address) => {
  expect(isOwnOrigin(address, appOrigin)).toBe(true)
})

test.for([
  'app://isoscope.evil.example/',
  'app://evil/isoscope',
  'app://isoscope:80/',
  'app://user@isoscope/',
  'app:isoscope',
  'http://isoscope/',
  'https://isoscope/',
  'file:///isoscope',
  'about:blank',
  'null',
  'data:text/html,app://isoscope/',
  'javascript:alert(1)//app://isoscope/',
  '',
])('%s is not', (address) => expect(isOwnOrigin(address, appOrigin)).toBe(false))

test('an origin is compared with its port', () => {
  expect(isOwnOrigin('http://localhost:5173/x', 'http://localhost:5173')).toBe(true)
  expect(isOwnOrigin('http://localhost:5174/x', 'http://localhost:5173')).toBe(false)
})

test('an https page of a listed host may open outside', () => {
  expect(isAllowedExternal('https://docs.docker.com/engine/install/')).toBe(true)
})

test.for([
  'http://docs.docker.com/',
  'https://docs.docker.com.evil.example/',
  'https://evil.example/docs.docker.com',
  'https://user@docs.docker.com/',
  'https://:secret@docs.docker.com/',
  'https://docs.docker.com:8443/',
  'file:///etc/passwd',
  'smb://docs.docker.com/x',
  'javascript:alert(1)',
  'not a url',
])('%s may not', (address) => expect(isAllowedExternal(address)).toBe(false))

test('every preference that guards a page is set', () => {
  expect(createWebPreferences('/p/preload.cjs')).toMatchObject({
    preload: '/p/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    experimentalFeatures: false,
    allowRunningInsecureContent: false,
  })
})

test('only the main frame of our own page may send', () => {
  expect(findSenderFault({ origin: appOrigin, parent: null }, appOrigin)).toBeNull()
  expect(findSenderFault(null, appOrigin)).toContain('gone')
  expect(findSenderFault({ origin: appOrigin, parent: {} }, appOrigin)).toContain('sub-frame')
  expect(findSenderFault({ origin: 'https://evil.example', parent: null }, appOrigin)).toContain('evil.example')
  expect(findSenderFault({ origin: 'null', parent: null }, appOrigin)).toContain('null')
})

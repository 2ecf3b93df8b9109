import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setImmediate as afterModules } from 'node:timers/promises'
import { answer } from './control.ts'
import { Emitter, emitPreventable, Refusing } from './refusal.ts'
import { runAtExit, windows } from './registry.ts'
import { createInstanceLock } from './singleInstance.ts'

type Parts =
  | 'commandLine'
  | 'isPackaged'
  | 'name'
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'focus'
  | 'hide'
  | 'show'
  | 'isHidden'
  | 'getPath'
  | 'setPath'
  | 'getAppPath'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getLocale'
  | 'setAppUserModelId'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'enableSandbox'
  | 'setAsDefaultProtocolClient'
  | 'removeAsDefaultProtocolClient'
  | 'isDefaultProtocolClient'
  | 'getLoginItemSettings'
  | 'setLoginItemSettings'
  | 'setAboutPanelOptions'
  | 'showAboutPanel'
  | 'disableHardwareAcceleration'
  | 'setBadgeCount'
  | 'setJumpList'
  | 'setUserTasks'
  | 'setDesktopName'

class CommandLine
  extends Refusing
  implements Pick<Electron.CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue'>
{
  private readonly appended = new Map<string, string>()
  appendSwitch(name: string, value = ''): void {
    this.appended.set(name, value)
  }
  hasSwitch(name: string): boolean {
    return this.appended.has(name) || process.argv.some((each) => each === `--${name}` || each.startsWith(`--${name}=`))
  }
  getSwitchValue(name: string): string {
    const given = process.argv.find((each) => each.startsWith(`--${name}=`))
    return given?.slice(name.length + 3) ?? this.appended.get(name) ?? ''
  }
}

class App extends Emitter implements Pick<Electron.App, Parts> {
  readonly commandLine = new CommandLine() as unknown as Electron.CommandLine
  readonly isPackaged = false
  /** Of macOS alone, and undefined elsewhere. */
  readonly dock = undefined
  name = readPackage().name
  isSandboxed = false
  quitting = false
  private ready = false
  private readonly becomesReady = Promise.withResolvers<void>()
  private readonly paths = new Map<string, string>()
  private readonly lock = createInstanceLock(() => this.getPath('userData'))
  private readonly clients = new Set<string>()
  private loginItem: Electron.Settings = { openAtLogin: false }
  private aboutPanel: Electron.AboutPanelOptionsOptions = {}
  private isAboutOpen = false

  start(): void {
    // Not before the entry's own module has been evaluated: what must be said before `ready` is said there.
    afterModules().then(() => {
      this.ready = true
      this.emit('ready', {}, {})
      this.becomesReady.resolve()
    })
  }
  whenReady = (): Promise<void> => this.becomesReady.promise
  isReady = (): boolean => this.ready
  /** Throws as Electron does for what has no effect later. */
  demandNotReady(what: string): void {
    if (this.ready) throw new Error(`${what} must be called before app is ready`)
  }
  enableSandbox(): void {
    this.demandNotReady('app.enableSandbox()')
    this.isSandboxed = true
  }

  /** In Electron's order: before-quit, every window asked, will-quit; each may hold it back. */
  quit(): void {
    if (this.quitting) return
    if (emitPreventable(this, 'before-quit')) return
    this.quitting = true
    for (const window of windows()) {
      window.close()
      if (!window.isDestroyed()) {
        this.quitting = false
        return
      }
    }
    if (emitPreventable(this, 'will-quit')) this.quitting = false
    else this.exit(0)
  }
  exit(code = 0): void {
    this.emit('quit', {}, code)
    process.exit(code)
  }
  windowWasClosed(): void {
    if (windows().length > 0 || this.quitting) return
    // Electron quits by itself where nobody listens.
    if (!this.emit('window-all-closed')) this.quit()
  }
  relaunch(): void {}
  focus(): void {}
  hide(): void {
    for (const window of windows()) window.hide()
  }
  show(): void {}
  isHidden = (): boolean => false
  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    const set = this.paths.get(name)
    if (set !== undefined) return set
    const appData = process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config')
    const userData = this.commandLine.getSwitchValue('user-data-dir') || join(appData, this.name)
    const known: Partial<Record<typeof name, string>> = {
      home: homedir(),
      appData,
      userData,
      sessionData: userData,
      temp: tmpdir(),
      exe: process.execPath,
      logs: join(userData, 'logs'),
      documents: join(homedir(), 'Documents'),
      downloads: join(homedir(), 'Downloads'),
      desktop: join(homedir(), 'Desktop'),
    }
    const path = known[name]
    if (path === undefined) throw new Error(`The stand-in for Electron has no path ${name}.`)
    if (name === 'userData') mkdirSync(path, { recursive: true })
    return path
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }
  getAppPath = (): string => readPackage().folder
  getName = (): string => this.name
  setName(name: string): void {
    this.name = name
  }
  getVersion = (): string => readPackage().version
  getLocale = (): string => 'en-US'
  setAppUserModelId(): void {}
  setDesktopName(): void {}
  setBadgeCount = (): boolean => false
  setJumpList = (): 'ok' => 'ok'
  setUserTasks = (): boolean => true
  disableHardwareAcceleration(): void {
    this.demandNotReady('app.disableHardwareAcceleration()')
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    return this.lock.request(additionalData, (argv, cwd, data) => this.emit('second-instance', {}, argv, cwd, data))
  }
  hasSingleInstanceLock = (): boolean => this.lock.isHeld()
  releaseSingleInstanceLock(): void {
    this.lock.release()
  }

  setAsDefaultProtocolClient(protocol: string): boolean {
    this.clients.add(protocol)
    return true
  }
  removeAsDefaultProtocolClient(protocol: string): boolean {
    return this.clients.delete(protocol)
  }
  isDefaultProtocolClient = (protocol: string): boolean => this.clients.has(protocol)
  setLoginItemSettings(settings: Electron.Settings): void {
    this.loginItem = settings
  }
  getLoginItemSettings(): Electron.LoginItemSettings {
    const isOn = this.loginItem.openAtLogin === true
    return {
      openAtLogin: isOn,
      wasOpenedAtLogin: false,
      status: isOn ? 'enabled' : 'not-registered',
      executableWillLaunchAtLogin: isOn,
      launchItems: [],
    }
  }
  setAboutPanelOptions(options: Electron.AboutPanelOptionsOptions): void {
    this.aboutPanel = options
  }
  showAboutPanel(): void {
    this.isAboutOpen = true
  }
  state() {
    const { name, isSandboxed, loginItem, aboutPanel, isAboutOpen } = this
    return { name, isSandboxed, loginItem, aboutPanel, isAboutOpen, protocolClients: [...this.clients] }
  }
}

function readPackage(): { readonly folder: string; readonly name: string; readonly version: string } {
  let folder = dirname(process.argv[1] ?? '')
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  const { name, productName, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { folder, name: productName ?? name ?? randomUUID(), version }
}

export const app = new App()
process.on('exit', runAtExit)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())

answer({
  app: () => app.state(),
  // After the answer has gone out.
  quit: () => void setImmediate(() => app.quit()),
})

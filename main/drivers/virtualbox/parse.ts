import type { PortForward } from '../../contract/machine.ts'

/** `05418d77-98f2-45f8-a976-36bc9445aa07` */
export const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Debian's wrapper prints this on stdout before every answer where the kernel driver is not loaded, --version included. */
const warning =
  /^WARNING: The (?:character device \/dev\/vboxdrv does not exist|vboxdrv kernel module is not loaded)[^\n]*\n(?:[ \t][^\n]*\n|\n)*/

export function dropWarning(stdout: string): string {
  return stdout.replaceAll('\r\n', '\n').replace(warning, '')
}

/** `7.2.22_Debianr175245`; null where there is no version. */
export function parseVersion(output: string): string | null {
  return /^(\d+\.\d+(?:\.\d+)?)(?:[_r][\w.]*)?\s*$/m.exec(dropWarning(output))?.[1] ?? null
}

/**
 * `"web" {05418d77-…}`, a line each: what each is called, by its UUID. A name can have quotes and even line feeds, so it goes on
 * until a UUID ends a line.
 */
export function parseMachineNames(output: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  let from = 0
  for (const { 0: end, 1: id = '', index } of output.matchAll(/" \{([0-9a-f-]{36})\}$/gm)) {
    const name = output.slice(from, index).replace(/^\s*"/, '')
    if (uuidPattern.test(id) && !names.has(id)) names.set(id, name)
    from = index + end.length
  }
  return names
}

export function parseMachineIds(output: string): readonly string[] {
  return [...parseMachineNames(output).keys()]
}

/** `Pack no. 0:   VNC`: the names of extension packs that can be used. */
export function parseExtensionPacks(output: string): readonly string[] {
  return output
    .split(/^Pack no\.\s*\d+:/m)
    .slice(1)
    .filter((block) => !/^Usable:\s*false/m.test(block))
    .map((block) => block.split('\n')[0]?.trim() ?? '')
    .filter((name) => name !== '')
}

/** What `createvm` and `createmedium` say: `UUID: 05418d77-…` */
export function parseNewId(output: string): string | undefined {
  const found = [...output.matchAll(/UUID: ([0-9a-f-]{36})\b/g)].at(-1)?.[1]
  return found !== undefined && uuidPattern.test(found) ? found : undefined
}

const entryPattern = /^(?:"([^\n]+?)"|([A-Za-z][\w()/.-]*))=(?:"(.*)|(-?[\w.]*))$/

/**
 * The output of showvminfo --machinereadable: KEY=NUMBER, KEY="TEXT" and "KEY"="TEXT", with \" and \\ in texts, which may go
 * on over several lines; one with a line that is an entry by itself, such as `a=`, is cut there. The first of several with one key counts: what looks like an entry inside a later text changes nothing.
 * The list of snapshots, in which nothing is escaped, is left out (parseSnapshots.ts).
 */
export function parseSettings(output: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>()
  const end = output.search(/^SnapshotName="/m)
  const lines = (end < 0 ? output : output.slice(0, end)).split('\n')
  const closing = findNext(lines, isClosed)
  const entry = findNext(lines, (line) => entryPattern.test(line))
  for (let at = 0; at < lines.length; at++) {
    const [, quoted, plain, text, number = ''] = entryPattern.exec(lines[at] ?? '') ?? []
    const key = quoted ?? plain
    if (key === undefined) continue
    let value = text ?? number
    if (text !== undefined && !isClosed(text)) {
      const end = closing[at + 1] ?? lines.length
      // Without its end the text is one line: a cut output must not swallow what follows.
      if (end < lines.length && (entry[at + 1] ?? lines.length) >= end) {
        value = [text, ...lines.slice(at + 1, end + 1)].join('\n')
        at = end
      }
    }
    if (!settings.has(key)) settings.set(key, text === undefined ? value : readEscaped(value))
  }
  return settings
}

/** For each line the first one from there on that fits, or the number of lines. */
function findNext(lines: readonly string[], fits: (line: string) => boolean): readonly number[] {
  const next: number[] = new Array(lines.length)
  for (let at = lines.length - 1; at >= 0; at--) next[at] = fits(lines[at] ?? '') ? at : (next[at + 1] ?? lines.length)
  return next
}

/** Whether it ends with a quote that is no part of the text. */
function isClosed(text: string): boolean {
  let at = text.length - 1
  if (text[at] !== '"') return false
  while (text[at - 1] === '\\') at--
  return (text.length - 1 - at) % 2 === 0
}

function readEscaped(text: string): string {
  return text.replace(/"$/, '').replace(/\\(["\\])/g, '$1')
}

/** `Forwarding(0)="ssh,tcp,127.0.0.1,2222,,22"`. A name may have no comma. */
export function parsePorts(settings: ReadonlyMap<string, string>): readonly PortForward[] {
  return [...settings].flatMap(([key, value]) => {
    if (!/^Forwarding\(\d+\)$/.test(key)) return []
    const [, protocol, , host, , guest] = value.split(',')
    const ports = [Number(host), Number(guest)]
    if (protocol !== 'tcp' && protocol !== 'udp') return []
    if (!ports.every((port) => Number.isInteger(port) && port >= 1 && port <= 65_535)) return []
    return { host: Number(host), guest: Number(guest), protocol }
  })
}

export interface AttachedMedium {
  readonly controller: string
  readonly port: number
  readonly device: number
  readonly path: string
  readonly uuid: string | null
}

/** `"SATA-0-0"="/machines/web/web.vdi"` with `"SATA-ImageUUID-0-0"`; empty drives are left out. */
export function parseAttachedMedia(settings: ReadonlyMap<string, string>): readonly AttachedMedium[] {
  const controllers = [...settings].flatMap(([key, name]) => (/^storagecontrollername\d+$/.test(key) ? [name] : []))
  return [...settings].flatMap(([key, path]) => {
    const controller = controllers.find((name) => key.startsWith(`${name}-`))
    const slot = controller === undefined ? null : /^(\d+)-(\d+)$/.exec(key.slice(controller.length + 1))
    if (controller === undefined || !slot || path === 'none' || path === 'emptydrive') return []
    const uuid = settings.get(`${controller}-ImageUUID-${slot[0]}`) ?? null
    return { controller, port: Number(slot[1]), device: Number(slot[2]), path, uuid }
  })
}

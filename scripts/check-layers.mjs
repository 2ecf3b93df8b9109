// node scripts/check-layers.mjs [ROOT]: which part of the program may import which, and that nothing starts a shell.
// The table is the rule; anything it does not allow is printed as file:line and makes the exit code 1.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findImports, maskComments } from './setup/imports.mjs'

/**
 * `path`: files of the layer; the first that fits counts. `imports`: layers it may import besides itself.
 * `packages`: which packages, `node` for Node's own modules; absent: any but electron.
 */
const layers = [
  { name: 'contract', path: 'main/contract/', imports: [], packages: ['zod', '@orpc/contract'] },
  { name: 'model', path: 'main/model/', imports: ['contract'], packages: [] },
  { name: 'os', path: 'main/os/', imports: ['contract', 'model'] },
  { name: 'drivers', path: 'main/drivers/', imports: ['contract', 'model', 'os'] },
  { name: 'measure', path: 'main/measure/', imports: ['contract', 'model', 'os', 'drivers'] },
  { name: 'store', path: 'main/store/', imports: ['contract', 'model', 'os', 'drivers', 'measure'] },
  { name: 'report', path: 'main/report/', imports: ['contract', 'model', 'os', 'drivers', 'measure'] },
  { name: 'api', path: 'main/api/', imports: ['contract', 'model', 'os', 'drivers', 'measure', 'store', 'report'] },
  {
    name: 'app',
    path: 'main/app.ts',
    imports: ['contract', 'model', 'os', 'drivers', 'measure', 'store', 'report', 'api'],
  },
  {
    name: 'hosts/electron',
    path: 'main/hosts/electron/',
    imports: ['contract', 'model', 'os', 'drivers', 'measure', 'store', 'report', 'api', 'app', 'hosts'],
    electron: true,
  },
  {
    name: 'hosts',
    path: 'main/hosts/',
    imports: ['contract', 'model', 'os', 'drivers', 'measure', 'store', 'report', 'api', 'app'],
  },
  { name: 'preload', path: 'preload/', imports: [], electron: true },
  { name: 'renderer', path: 'renderer/', imports: ['contract', 'model'], node: false },
]

/** Folders whose subfolders do not know each other. `shared` ones everybody below may import. */
const separated = [
  { path: 'renderer/features/', shared: ['instances', 'docker'], what: 'feature' },
  { path: 'main/drivers/', shared: ['python', 'debian', 'guest'], what: 'driver' },
]

/** Outside the layers, for everybody: data, not code. */
const dataFiles = /^(package\.json|assets\/.*|.*\.(css|svg|png|json))$/

const shellRules = [
  { pattern: /\bshell\s*:\s*true\b/g, message: 'starts a shell' },
  {
    pattern: /\bimport\s*\{[^}]*\bexec(?:Sync)?\b[^}]*\}\s*from\s*['"](?:node:)?child_process['"]/g,
    message: 'imports exec of child_process, which is a shell',
  },
  {
    pattern: /\b(?:childProcess|child_process|cp)\.exec(?:Sync)?\(/g,
    message: 'calls exec of child_process, which is a shell',
  },
]

const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url))
const violations = ['main', 'preload', 'renderer']
  .flatMap((folder) => listSources(join(root, folder)))
  .flatMap(checkFile)
for (const violation of violations) console.error(violation)
if (violations.length > 0) process.exitCode = 1

function listSources(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat?.isDirectory())
    return readdirSync(path)
      .sort()
      .flatMap((name) => listSources(join(path, name)))
  return stat && /\.[cm]?tsx?$/.test(path) ? [path] : []
}

function checkFile(path) {
  const file = relative(root, path).split(sep).join('/')
  const code = maskComments(readFileSync(path, 'utf8'))
  const layer = findLayer(file)
  const report = (line, message) => `${file}:${line}: ${message}`
  const imports = findImports(code).flatMap(({ specifier, line }) => {
    const problem = layer ? explainImport(file, layer, specifier) : 'is in no layer; add it to scripts/check-layers.mjs'
    return problem === null ? [] : [report(line, problem)]
  })
  const shells = shellRules.flatMap(({ pattern, message }) =>
    [...code.matchAll(pattern)].map((found) => report(code.slice(0, found.index).split('\n').length, message)),
  )
  return [...imports, ...shells]
}

function findLayer(file) {
  return layers.find(({ path }) => (path.endsWith('/') ? file.startsWith(path) : file === path))
}

/** null when it is allowed. */
function explainImport(file, layer, specifier) {
  if (!specifier.startsWith('.')) return explainPackage(layer, specifier)
  const target = posix.normalize(posix.join(dirname(file), specifier.replace(/\?.*$/, '')))
  const other = findLayer(target)
  if (!other) return dataFiles.test(target) ? null : `${layer.name} imports ${target}, which is in no layer`
  if (other !== layer && !layer.imports.includes(other.name)) return `${layer.name} imports ${other.name} (${target})`
  return separated.map((rule) => explainNeighbours(rule, file, target)).find((problem) => problem !== null) ?? null
}

function explainNeighbours({ path, shared, what }, file, target) {
  const [own, its] = [subfolder(path, file), subfolder(path, target)]
  if (own === null || its === null || own === its || shared.includes(its)) return null
  return `${what} ${own} imports ${what} ${its} (${target})`
}

/** The name of the folder directly below `path` that holds the file; null for a file elsewhere or directly in it. */
function subfolder(path, file) {
  const [name, ...rest] = file.startsWith(path) ? file.slice(path.length).split('/') : []
  return name !== undefined && rest.length > 0 ? name : null
}

function explainPackage(layer, specifier) {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  if (name === 'electron') return layer.electron ? null : `${layer.name} imports electron`
  const isNode = specifier.startsWith('node:') || builtinModules.includes(specifier)
  if (isNode && layer.node === false) return `${layer.name} imports ${specifier} of Node`
  return layer.packages && !layer.packages.includes(isNode ? 'node' : name)
    ? `${layer.name} imports ${specifier}`
    : null
}

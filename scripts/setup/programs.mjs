import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'

const folders = () => [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']

/** The full path of the first of these programs that is on PATH or in an sbin folder, or null. */
export function findProgram(...names) {
  for (const name of names) {
    for (const folder of folders()) {
      if (folder !== '' && isExecutable(join(folder, name))) return join(folder, name)
    }
  }
  return null
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** How npm is started without a shell: program and first arguments. Throws where there is no npm. */
export function findNpm() {
  const node = findOwnNode()
  // npm hands scripts its own program; npm.cmd on Windows could only be started by a shell.
  const own = process.env.npm_execpath
  if (own?.endsWith('npm-cli.js') && existsSync(own)) return [node, own]
  const beside = join(dirname(node), 'node_modules', 'npm', 'bin', 'npm-cli.js')
  if (existsSync(beside)) return [node, beside]
  const onPath = findProgram('npm')
  if (onPath) return [onPath]
  throw new Error('npm was not found: install Node.js with npm')
}

/** The machine's Node: that of the project, which npm puts first on PATH, is deleted while npm ci runs. */
function findOwnNode() {
  const isProjects = (path) => path.includes(`${sep}node_modules${sep}`)
  if (!isProjects(process.execPath)) return process.execPath
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const others = folders().filter((folder) => folder !== '' && !isProjects(join(folder, name)))
  return others.map((folder) => join(folder, name)).find(isExecutable) ?? process.execPath
}

/** Node 24 of the `node` package. */
export function projectNode(root) {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/** What npm itself would set for a script: the project's programs, Node 24 among them, come first. */
export function projectEnv(root) {
  const own = [join(root, 'node_modules', 'node', 'bin'), join(root, 'node_modules', '.bin')]
  return { ...process.env, PATH: [...own, process.env.PATH ?? ''].join(delimiter) }
}

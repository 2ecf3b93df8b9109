#!/usr/bin/env node
// VBoxManage, with machines that start where no kernel driver of VirtualBox is: what it is asked about machines and their
// settings the real one answers (REAL_VBOXMANAGE); a machine that is started is played by QEMU (VBoxHeadless.mjs), with
// the disc and the serial port that its real settings name.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const real = process.env.REAL_VBOXMANAGE ?? ''
const folder = process.env.PLAYED_MACHINES ?? ''
const args = process.argv.slice(2)
const [command, uuid = '', order = ''] = args.filter((arg) => arg !== '--nologo')
const pidFile = join(folder, `${uuid}.pid`)

function readPid() {
  if (!existsSync(pidFile)) return null
  const pid = Number(readFileSync(pidFile, 'utf8'))
  try {
    process.kill(pid, 0)
    return pid
  } catch {
    return null
  }
}

function askReal(...words) {
  return spawnSync(real, words, { encoding: 'utf8', maxBuffer: 2 ** 26 })
}

function say({ stdout, stderr, status }) {
  process.stdout.write(stdout)
  process.stderr.write(stderr)
  process.exitCode = status ?? 1
}

if (command === 'startvm') {
  const { stdout } = askReal('showvminfo', uuid, '--machinereadable')
  const read = (pattern) => pattern.exec(stdout)?.[1] ?? ''
  const machine = {
    disc: read(/^"SATA-0-0"="(.+)"$/m),
    serial: read(/^uartmode1="client,(.+)"$/m),
    memory: read(/^memory=(\d+)$/m),
    pidFile,
  }
  const headless = spawn(
    process.execPath,
    [join(import.meta.dirname, 'VBoxHeadless.mjs'), JSON.stringify(machine), '--startvm', uuid],
    { argv0: join(dirname(process.execPath), 'VBoxHeadless'), detached: true, stdio: 'ignore' },
  )
  headless.unref()
  while (!readPid()) await sleep(10)
  process.stdout.write(`VM "${uuid}" has been successfully started.\n`)
} else if (command === 'controlvm' && readPid()) {
  process.kill(readPid(), order === 'acpipowerbutton' ? 'SIGUSR2' : 'SIGTERM')
  while (order === 'poweroff' && readPid()) await sleep(10)
} else {
  const answer = askReal(...args)
  const stdout = readPid() ? answer.stdout.replace('VMState="poweroff"', 'VMState="running"') : answer.stdout
  say({ ...answer, stdout })
}

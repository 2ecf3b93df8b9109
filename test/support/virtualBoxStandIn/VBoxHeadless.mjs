// The process of a machine that is played: as VBoxHeadless it has the UUID on its command line, and ends with its machine.
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const { disc, serial, memory, pidFile } = JSON.parse(process.argv[2] ?? '')
const qemu = spawn(
  'qemu-system-x86_64',
  [
    ...['-accel', 'tcg', '-M', 'q35', '-m', memory, '-nodefaults', '-display', 'none', '-no-reboot'],
    ...['-cdrom', disc, '-boot', 'd', '-monitor', 'stdio'],
    ...['-chardev', `socket,id=serial,path=${serial}`, '-serial', 'chardev:serial'],
  ],
  { stdio: ['pipe', 'ignore', 'ignore'] },
)
process.on('SIGUSR2', () => qemu.stdin.write('system_powerdown\n'))
process.on('SIGTERM', () => qemu.kill('SIGKILL'))
qemu.on('exit', () => process.exit(0))
writeFileSync(pidFile, String(process.pid))

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHome, projectRoot, runCliToEnd, startCli } from '../support/cli.ts'
import { docker } from '../support/probeContainers.ts'
import { importPrograms } from '../support/shellContainer.ts'
import { runOnTerminal } from '../support/terminal.ts'

const unique = `isoscope-clirun${process.pid}`
const image = `${unique}:1`

describe('containers on the command line', () => {
  const home = createHome()
  const env = { ISOSCOPE_HOME: home.path }
  const run = (args: readonly string[], input?: string) => runCliToEnd(args, env, undefined, input)
  const listOurs = () => docker('ps', '--all', '--quiet', '--filter', `ancestor=${image}`)

  beforeAll(() => {
    importPrograms(image, ['/bin/sh', '/bin/sleep', '/bin/stty', '/bin/cat'])
    docker('run', '--detach', '--name', unique, image, '/bin/sleep', '1000')
  })
  afterAll(() => {
    docker('rm', '--force', ...listOurs().split('\n'))
    docker('rmi', '--force', image)
    home.remove()
  })

  it('runs a command, its words and exit code as they are, and hands pipes on', async () => {
    const script = 'echo "$1"; echo fault >&2; cat; exit 5'
    const args = ['run', '-i', '--rm', image, '/bin/sh', '-c', script, '--', '--rm']
    expect(await run(args, 'piped\n')).toMatchObject({ code: 5, stdout: '--rm\npiped\n', stderr: 'fault\n' })
    expect(await run(['exec', '-i', unique, 'cat'], 'ä'.repeat(100_000))).toMatchObject({
      code: 0,
      stdout: 'ä'.repeat(100_000),
    })
    // The daemon removes it by itself, after its end is known.
    await expect.poll(() => listOurs().split('\n').length).toBe(1)
  })

  it('starts several, as text and as JSON, and tells which failed', async () => {
    const args = ['run', '-d', '--count', '2', '--name', unique, image, '/bin/sleep', '1000']
    expect((await run(args)).stdout.match(/^started isoscope-clirun\d+-[12] \(docker:[0-9a-f]+\)$/gm)).toHaveLength(2)
    docker('rm', '--force', `${unique}-2`)
    const again = await run([...args.slice(0, 2), '--json', ...args.slice(2)])
    expect(again.code).toBe(1)
    expect(again.stderr).toContain(`${unique}-1: A container of this name exists.`)
    expect(JSON.parse(again.stdout).containers).toMatchObject([
      { name: `${unique}-1`, instance: null, error: { code: 'name_taken' } },
      { name: `${unique}-2`, instance: { state: 'running' }, error: null },
    ])
  })

  it('hands every key on from a terminal, its size too, and leaves the terminal as it was', async () => {
    const isoscope = join(projectRoot, 'bin', 'isoscope.mjs')
    const inner = `stty rows 31 cols 77; stty -g; '${isoscope}' exec -it ${unique} /bin/sh; echo "code $?"; stty -g`
    const child = spawn('script', ['--quiet', '--return', '--command', inner, '/dev/null'], {
      env: { ...process.env, ...env },
    })
    const closed = once(child, 'close')
    let screen = ''
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      screen += piece
    })
    const type = async (keys: string, answer: RegExp) => {
      child.stdin.write(keys)
      await expect.poll(() => screen, { timeout: 15_000 }).toMatch(answer)
    }
    await type('', /[#$] $/)
    await type('stty size\r', /31 77/)
    // Ctrl-C is the program's, not ours.
    await type('echo now; sleep 500\r', /^now\r$/m)
    await type('\u0003', /\^C[\s\S]*[#$] $/)
    await type('exit 6\r', /code 6/)
    await closed
    const [before, after] = screen.match(/^[0-9a-f]+(?::[0-9a-f]+){5,}/gm) ?? []
    expect(after).toBe(before)
  })

  it('runs a container on a terminal and takes it away at its end', async () => {
    const terminal = runOnTerminal(['run', '-it', '--rm', '--name', `${unique}-it`, image, '/bin/sh'], env)
    await terminal.waitFor(/[#$] $/)
    terminal.type('echo "Zoë"; exit 8\r')
    expect(await terminal.exitCode).toBe(8)
    expect(terminal.screen()).toMatch(/^Zoë\r$/m)
    await expect.poll(() => docker('ps', '--all', '--quiet', '--filter', `name=${unique}-it`)).toBe('')
  })

  it('hangs up what it executes when it is ended itself, and stops what it runs', async () => {
    const exec = startCli(['exec', unique, '/bin/sh', '-c', 'echo up >&2; exec sleep 777'], env)
    await exec.waitForStderr('up')
    exec.child.kill('SIGTERM')
    expect((await exec.result).code).toBe(143)
    expect(docker('top', unique, '-o', 'pid,args')).not.toContain('sleep 777')
    const running = startCli(
      [
        'run',
        '--rm',
        '--name',
        `${unique}-fg`,
        image,
        '/bin/sh',
        '-c',
        "trap 'exit 3' TERM; echo up >&2; while :; do sleep 0.1; done",
      ],
      env,
    )
    await running.waitForStderr('up')
    running.child.kill('SIGINT')
    expect((await running.result).code).toBe(130)
    await expect.poll(() => docker('ps', '--all', '--quiet', '--filter', `name=${unique}-fg`)).toBe('')
  })

  it('attaches to what runs', async () => {
    docker('run', '--detach', '--interactive', '--name', `${unique}-cat`, image, '/bin/cat')
    const isoscope = join(projectRoot, 'bin', 'isoscope.mjs')
    const child = spawn(isoscope, ['attach', `${unique}-cat`], { env: { ...process.env, ...env } })
    const closed = once(child, 'close')
    let said = ''
    child.stdout.on('data', (piece) => {
      said += piece
    })
    child.stdin.write('said\n')
    await expect.poll(() => said, { timeout: 60_000 }).toBe('said\n')
    // Where input ends, Docker ends the connection at once, whatever the program has still to say.
    child.stdin.end()
    await closed
    expect(said).toBe('said\n')
  })

  it('says what is wrong', async () => {
    const missing = await run(['run', `${unique}:missing`])
    expect(missing.code).toBe(1)
    expect(missing.stderr).toContain(`isoscope image pull ${unique}:missing`)
    expect(await run(['run', '-it', image])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('-t needs a terminal'),
    })
    expect(await run(['exec', `${unique}-none`, 'x'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('nothing'),
    })
  })
})

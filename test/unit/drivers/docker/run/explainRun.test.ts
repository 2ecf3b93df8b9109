import { describe, expect, it } from 'vitest'
import { toDockerError } from '../../../../../main/drivers/docker/errors.ts'
import { explainRunFailure } from '../../../../../main/drivers/docker/run/explainRun.ts'
import { plainSpec } from '../../../../support/runSpec.ts'

const context = { url: 'unix:///x', start: { text: 'start it' }, permission: { text: 'ask' } }
const spec = { ...plainSpec, image: 'web:1', user: 'nobody-here', network: 'backend' }

function explain(statusCode: number, message: string): unknown {
  const answer = Object.assign(new Error(message), { statusCode, json: { message } })
  return explainRunFailure(toDockerError(answer, context), spec)
}

/** All as Docker 20.10.24 answered, but for that of crun: it is what crun's and Podman's sources put together, and was not captured. */
const answers = [
  [404, 'No such image: web:1', 'not_found', 'The image web:1 is not on this machine.'],
  [
    500,
    'driver failed programming external connectivity on endpoint feas-pb (aa61): Bind for 127.0.0.1:18080 failed: port is already allocated',
    'in_use',
    'The port is in use: 127.0.0.1:18080.',
  ],
  [
    500,
    'driver failed programming external connectivity on endpoint isoscope-run-h (566d): Error starting userland proxy: listen tcp4 127.0.0.1:35997: bind: address already in use',
    'in_use',
    'The port is in use: 127.0.0.1:35997.',
  ],
  [
    400,
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/nope": stat /nope: no such file or directory: unknown',
    'bad_input',
    'There is no program /nope in the image.',
  ],
  [
    400,
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nope": executable file not found in $PATH: unknown',
    'bad_input',
    'There is no program nope in the image.',
  ],
  [
    400,
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/x": permission denied: unknown',
    'bad_input',
    '/x is in the image, but cannot be executed.',
  ],
  [
    500,
    'crun: executable file `nope` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found',
    'bad_input',
    'There is no program nope in the image.',
  ],
  [
    400,
    'invalid mount config for type "bind": bind source path does not exist: /home/me/missing',
    'not_found',
    'The path to mount is not there: /home/me/missing.',
  ],
  [
    500,
    'unable to find user nobody-here: no matching entries in passwd file',
    'bad_input',
    'The image has no user nobody-here.',
  ],
  [404, 'network backend not found', 'not_found', 'There is no network backend.'],
] as const

describe('what a run failed at', () => {
  it.each(answers)('%i %s', (status, text, code, message) => {
    expect(explain(status, text)).toMatchObject({ code, message, remedy: { text: expect.any(String) } })
  })

  it('stays as it is where nobody knows better', () => {
    expect(explain(500, 'something new')).toMatchObject({ code: 'engine_failed', detail: 'something new' })
    expect(explainRunFailure('x', spec)).toBe('x')
  })
})

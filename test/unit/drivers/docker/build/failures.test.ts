import { describe, expect, it } from 'vitest'
import { explainBuildFailure } from '../../../../../main/drivers/docker/build/failures.ts'
import { parseDockerfile } from '../../../../../main/model/builds/parseDockerfile.ts'
import { readCaptured } from '../../../../support/captured.ts'

const dockerfile = parseDockerfile('# first\nFROM x\n\nRUN a && \\\n  b\nCOPY nope /x\n', { heredocs: false })

/** Docker 20.10.24 said these, the classic builder first; the step it was at, and the line that is wanted. */
const said = [
  ['dockerfile parse error line 4: unknown instruction: FOO', null, 'bad_input', 4, 'There is no instruction FOO.'],
  [
    'failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 2: unknown instruction: FOO',
    null,
    'bad_input',
    2,
    'There is no instruction FOO.',
  ],
  ['dockerfile parse error line 4: COPY requires at least two arguments', null, 'bad_input', 4, 'cannot be understood'],
  ['no build stage in current context', null, 'bad_input', null, 'does not begin with FROM'],
  ['failed to parse Dockerfile: file with no instructions', null, 'bad_input', null, 'no instructions'],
  ['failed to reach build target nope in Dockerfile', null, 'bad_input', null, 'no stage nope'],
  ['target stage nope could not be found', null, 'bad_input', null, 'no stage nope'],
  ["The command '/bin/sh -c a' returned a non-zero code: 3", 2, 'engine_failed', 4, 'exit code 3'],
  ['executor failed running [/bin/sh -c exit 3]: exit code: 3', 2, 'engine_failed', 4, 'exit code 3'],
  [
    'COPY failed: file not found in build context or excluded by .dockerignore: stat nope: file does not exist',
    3,
    'not_found',
    6,
    'nope is not in the build context',
  ],
  ['failed to compute cache key: "/nope" not found: not found', 3, 'not_found', 6, '/nope is not in the build context'],
  [
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.255.255.53:53: no such host',
    1,
    'engine_failed',
    2,
    'its registry could not be reached',
  ],
  [
    "pull access denied for x, repository does not exist or may require 'docker login'",
    1,
    'not_found',
    2,
    'base image',
  ],
  ['docker.io/library/x:latest: not found', 1, 'not_found', 2, 'base image'],
  ['write /x: no space left on device', 2, 'no_space', 4, 'disk'],
  [
    'OCI runtime create failed: runc create failed: unable to start container process: exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown',
    2,
    'bad_input',
    4,
    'does not have the program',
  ],
  ['something new', 3, 'engine_failed', 6, 'could not build'],
] as const

describe('an error of a builder', () => {
  it.for(said)('%s, at step %s: %s at line %s', ([text, step, code, line, words]) => {
    const error = explainBuildFailure(text, dockerfile, step)
    expect(error).toMatchObject({ code, line, message: expect.stringContaining(words) })
    if (text !== 'something new') expect(error.remedy?.text).toBeTruthy()
  })

  it('has the words of what the docker program was told', () => {
    const { stderr } = readCaptured('docker-20.10.24', '44-build-error-classic-FAIL')
    const text = /Error response from daemon: (.*)/.exec(stderr)?.[1] ?? ''
    expect(explainBuildFailure(text, dockerfile, null)).toMatchObject({ code: 'bad_input', line: null })
    const failed = readCaptured('docker-20.10.24', '46-build-run-fails-buildkit-FAIL').stderr.trim().split('\n').at(-1)
    expect(explainBuildFailure(failed ?? '', dockerfile, 2).message).toBe('The command ended with exit code 3.')
  })
})

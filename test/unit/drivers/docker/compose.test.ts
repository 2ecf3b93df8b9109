import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Docker from 'dockerode'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { projectSchema } from '../../../../main/contract/projects.ts'
import { containersOf, describeProjects } from '../../../../main/drivers/docker/compose/describeProjects.ts'
import { describeTool, readVersion } from '../../../../main/drivers/docker/compose/findTool.ts'
import { planStages } from '../../../../main/drivers/docker/compose/startOrder.ts'
import { buildComposeVariables, buildUpArgs, tellSteps } from '../../../../main/drivers/docker/compose/up.ts'
import { chooseProjectName } from '../../../../main/model/projectName.ts'

const captured = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/docker-20.10.24/containers-compose-1.29.2.txt'), 'utf8'),
) as readonly Docker.ContainerInfo[]

type Labels = Readonly<Record<string, string>>

function container(name: string, labels: Labels, state = 'running'): Docker.ContainerInfo {
  const prefixed = Object.fromEntries(
    Object.entries(labels).map(([key, value]) => [`com.docker.compose.${key}`, value]),
  )
  return {
    Id: name,
    Names: [`/${name}`],
    Image: 'i',
    Created: 1,
    State: state,
    Labels: prefixed,
  } as unknown as Docker.ContainerInfo
}

describe('Compose projects', () => {
  it('are what the labels of their containers say', () => {
    const projects = describeProjects(captured)
    expect(projects.map((one) => projectSchema.parse(one))).toEqual([
      {
        technology: 'docker',
        name: 'around',
        state: 'running',
        folder: '/tmp/cmp-around',
        files: ['/tmp/cmp-around/docker-compose.yml'],
        services: [
          {
            name: 'db',
            image: 'around-cmp:base',
            containers: [{ id: `docker:${captured[1]?.Id}`, name: 'around_db_1', state: 'running' }],
          },
          expect.objectContaining({ name: 'web' }),
        ],
      },
    ])
  })

  it('run partly, or not at all, and count neither runs of one command nor what nobody could name', () => {
    const of = (...states: readonly string[]) =>
      describeProjects(states.map((state, index) => container(`c${index}`, { project: 'p', service: 's' }, state)))[0]
        ?.state
    expect(of('running', 'exited')).toBe('partly')
    expect(of('exited', 'created')).toBe('stopped')
    expect(of('running', 'paused')).toBe('running')
    const strange = [
      container('run', { project: 'p', service: 's', oneoff: 'True' }),
      container('odd', { project: '--help', service: 's' }),
      container('none', { project: 'p' }),
    ]
    expect(describeProjects(strange)).toEqual([])
  })

  it('of version 1 start in the order in which they were made', () => {
    const stages = planStages(containersOf(captured, 'around'))
    expect(stages.map((stage) => stage.map(({ Names }) => Names[0]))).toEqual([['/around_db_1'], ['/around_web_1']])
  })

  it('of version 2 start what others depend on first, and the rest at once', () => {
    const services = [
      container('web', {
        project: 'p',
        service: 'web',
        depends_on: 'db:service_started:false,cache:service_healthy:true',
      }),
      container('db', { project: 'p', service: 'db', depends_on: '' }),
      container('cache', { project: 'p', service: 'cache', depends_on: 'db:service_started:false' }),
      container('other', { project: 'p', service: 'other' }),
    ]
    const names = (stages: ReturnType<typeof planStages>) => stages.map((stage) => stage.map(({ Id }) => Id))
    expect(names(planStages(services))).toEqual([['db', 'other'], ['cache'], ['web']])
  })

  it('all get a turn, once, whatever the labels say, a circle included', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd')
    const some = fc.array(fc.tuple(name, fc.array(name)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(some, (services) => {
        const containers = services.map(([service, needs], index) =>
          container(`c${index}`, { project: 'p', service, depends_on: needs.map((need) => `${need}:x:y`).join() }),
        )
        const turns = planStages(containers).flat()
        expect(turns.map(({ Id }) => Id).sort()).toEqual(containers.map(({ Id }) => Id).sort())
      }),
    )
  })
})

describe('bringing a project up', () => {
  it('names the file and the project, so that neither the folder above nor a variable decides', () => {
    expect(buildUpArgs({ name: 'p', files: ['/r/a.yml', '/r/b.yml'] })).toEqual([
      '--ansi',
      'never',
      '--project-name',
      'p',
      '--file',
      '/r/a.yml',
      '--file',
      '/r/b.yml',
      'up',
      '--detach',
    ])
    const env = { HOME: '/h', TAG: '1', COMPOSE_FILE: 'x', DOCKER_CONTEXT: 'far', PYTHONPATH: 'x', LD_PRELOAD: 'x' }
    const endpoint = { url: 'unix:///s', source: '', explicit: true }
    expect(buildComposeVariables(env, endpoint)).toEqual({ HOME: '/h', TAG: '1', DOCKER_HOST: 'unix:///s' })
    expect(buildComposeVariables({}, { ...endpoint, tls: { ca: 'x', folder: '/c' } })).toEqual({
      DOCKER_HOST: 'unix:///s',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: '/c',
    })
  })

  it('tells each line that the program writes, wherever it is cut', () => {
    const steps: string[] = []
    const tell = tellSteps(({ step }) => steps.push(step))
    for (const piece of [
      'Creating network "p_default"\nCreating p_db',
      '_1 ... \r\n',
      '\u001b[1mdone\u001b[0m\r\n\n',
    ]) {
      tell('stderr', Buffer.from(piece))
    }
    expect(steps).toEqual(['Creating network "p_default"', 'Creating p_db_1 ...', 'done'])
  })

  it('knows a version from a help text', () => {
    expect(['1.29.2\n', 'v2.29.1\n', '2.40.3-desktop.1'].map(readVersion)).toEqual([
      '1.29.2',
      '2.29.1',
      '2.40.3-desktop.1',
    ])
    expect(readVersion("docker: 'compose' is not a docker command.\nUsage:  docker [OPTIONS] COMMAND")).toBeNull()
    const host = { platform: 'linux', hasSystemd: false, isDebian: true } as const
    expect(describeTool(null, host)).toMatchObject({ remedy: { command: 'apt-get install docker-compose' } })
    expect(describeTool(null, { ...host, platform: 'darwin' })).toMatchObject({ remedy: { text: /Desktop/ } })
  })

  it('calls it what Compose would', () => {
    const none = { given: null, composeFile: '', variables: '', folder: 'My Shop_2' }
    expect(chooseProjectName(none)).toBe('myshop_2')
    expect(chooseProjectName({ ...none, composeFile: 'services:\n  a:\n    name: no\nname: "shop" # ours\n' })).toBe(
      'shop',
    )
    expect(
      chooseProjectName({ ...none, composeFile: 'name: shop', variables: 'A=1\nCOMPOSE_PROJECT_NAME=env\n' }),
    ).toBe('env')
    expect(chooseProjectName({ ...none, given: 'mine', composeFile: 'name: shop' })).toBe('mine')
    expect(chooseProjectName({ ...none, folder: '__..' })).toBeNull()
  })
})

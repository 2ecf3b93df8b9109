import { technologySchema } from '../../contract/technology.ts'
import { throwIfAborted, toEngineError } from '../../model/engineError.ts'
import { type AbilityEvidence, type AbilityId, describeAbilities, environments } from '../../model/lecture/abilities.ts'
import { readBarrier, readGpu } from '../../model/lecture/isolationBarriers.ts'
import { withInstance } from '../round/withInstance.ts'
import type { Findings, SurveyStep, SurveyStepTask } from './survey.ts'

export const abilitiesSurvey: SurveyStep = {
  metrics: ['abilities'],
  title: 'trying what it can hold',
  run: findAbilities,
}

type Task = Pick<SurveyStepTask, 'contender' | 'prepared' | 'findings'>

/** Which kinds of program it can hold: tried here where this machine can show it, otherwise stated with the source. */
export async function findAbilities(task: Task, signal: AbortSignal): Promise<Findings> {
  const technology = technologySchema.parse(task.contender.split(':')[0])
  const evidence = {
    ...(environments.has(technology) ? {} : await tryProgram(task, signal)),
    ...(await tryServices(task, signal)),
    ...readIsolation(task.findings),
  }
  const facts = describeAbilities(technology, evidence)
  if (facts === null) return { abilities: { kind: 'absent', reason: 'what it can hold has not been described yet' } }
  const known = facts.filter(({ value }) => value !== null)
  const summary = `${known.filter(({ value }) => value === true).length} of ${known.length} kinds of program`
  return { abilities: { kind: 'facts', summary, facts: [...facts] } }
}

type Evidence = Partial<Record<AbilityId, AbilityEvidence>>

/** The probe is a static program that belongs to no distribution and to no language: where it starts, others can. */
async function tryProgram({ prepared }: Task, signal: AbortSignal): Promise<Evidence> {
  try {
    await withInstance(prepared, { kind: 'probe', args: ['ready'] }, signal, async () => undefined)
    return {
      linux_program: { holds: true, meaning: 'a static program that belongs to no distribution was started in it' },
    }
  } catch (error) {
    return { linux_program: explainFailure(error, signal) }
  }
}

/**
 * Two processes that each listen on a port and answer whoever connects; READY is only said when both did. Every wait
 * ends after five seconds, so that a machine without loopback ends the program and does not hang it.
 */
const twoServices = `
import os, socket

def serve(answer):
    listener = socket.socket()
    listener.settimeout(5)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    if os.fork() == 0:
        connection, _ = listener.accept()
        connection.sendall(answer)
        os._exit(0)
    return listener.getsockname()

def ask(address):
    with socket.create_connection(address, 5) as connection:
        return connection.recv(16)

services = [(answer, serve(answer)) for answer in (b"one", b"two")]
assert [ask(address) for _, address in services] == [b"one", b"two"]
print("ISOSCOPE READY")
`

async function tryServices({ prepared }: Task, signal: AbortSignal): Promise<Evidence> {
  if (prepared.pythonAbsent !== null) return {}
  try {
    await withInstance(prepared, { kind: 'python', args: ['-u', '-c', twoServices] }, signal, async (instance) => {
      await instance.waitForExit(signal)
    })
    return {
      service: { holds: true, meaning: 'a process in it listened on a port and answered' },
      services: { holds: true, meaning: 'two processes in it listened on a port each and answered' },
    }
  } catch (error) {
    const failure = explainFailure(error, signal)
    return { service: failure, services: failure }
  }
}

/** What the look at its isolation has shown, where that was had. */
function readIsolation({ isolation }: Findings): Evidence {
  if (isolation?.kind !== 'facts') return {}
  const ownKernel = readBarrier('kernel', isolation.facts)
  return {
    ...(ownKernel !== null && {
      kernel: {
        holds: ownKernel,
        meaning: ownKernel ? 'it runs a kernel of its own' : 'the kernel within is the host’s',
      },
    }),
    // None seen says nothing of what it could be given.
    ...(readGpu(isolation.facts) === true && { gpu: { holds: true, meaning: 'its device files are seen in it' } }),
  }
}

function explainFailure(error: unknown, signal: AbortSignal): AbilityEvidence {
  throwIfAborted(signal, 'isoscope')
  return { holds: null, meaning: `it was tried and failed: ${toEngineError(error, 'isoscope').message}` }
}

import type { ContenderSummary } from '../../contract/run.ts'
import { formatQuantity } from '../format.ts'
import {
  chooseContender,
  emulatedReason,
  isMinimalGuest,
  minimalGuestNote,
  type RunContenders,
} from './chooseContender.ts'
import { countBarriers, listReached, readBarrier, readGpu } from './isolationBarriers.ts'
import { type ColumnId, lectureColumns } from './lectureTable.ts'
import { readFigure } from './readFigure.ts'
import { phrases } from './thresholds.ts'

/** A sentence of the lecture beside the figure that answers it, or why none does. */
export interface ClaimAnswer {
  readonly id: string
  /** The lecture's words. */
  readonly claim: string
  readonly agreement: 'agrees' | 'disagrees' | 'not measurable here'
  /** The figure with what it is, or why there is none. */
  readonly evidence: string
  readonly contender: string | null
}

type Verdict = Pick<ClaimAnswer, 'agreement' | 'evidence'>

interface Claim {
  readonly id: string
  readonly claim: string
  readonly column: ColumnId
  /** `figures`: an emulator's are no answer. `facts`: true under emulation as well. */
  readonly answeredBy: 'figures' | 'facts'
  readonly ofPythonProject?: boolean
  readonly judge: (contender: ContenderSummary, contenders: readonly ContenderSummary[]) => Verdict
}

/** Pure. */
export function answerClaims({ contenders }: RunContenders): readonly ClaimAnswer[] {
  return claims.map((claim) => answerClaim(claim, contenders))
}

function answerClaim(
  { id, claim, column, answeredBy, ofPythonProject = false, judge }: Claim,
  contenders: readonly ContenderSummary[],
): ClaimAnswer {
  const definition = lectureColumns.find((one) => one.id === column) ?? lectureColumns[0]
  const choice = chooseContender(definition, ofPythonProject, contenders)
  if (choice.kind === 'none') {
    return { id, claim, agreement: 'not measurable here', evidence: choice.reason, contender: null }
  }
  const verdict = judge(choice.contender, contenders)
  const { title } = choice.contender
  if (answeredBy === 'figures' && choice.emulated) {
    const evidence = `${emulatedReason}: ${verdict.evidence}`
    return { id, claim, agreement: 'not measurable here', evidence, contender: title }
  }
  return { id, claim, ...verdict, contender: title }
}

const claims: readonly Claim[] = [
  {
    id: 'vm_minutes',
    claim: 'Boot up time is in minutes',
    column: 'vm',
    answeredBy: 'figures',
    judge: judgeBoot,
  },
  {
    id: 'container_seconds',
    claim: 'Containers instantiate in seconds',
    column: 'docker',
    answeredBy: 'figures',
    judge: (contender) => judgeStartup(contender, (value) => value <= phrases.inSeconds.at),
  },
  {
    id: 'couple_of_vms',
    claim: 'Cannot run more than a couple of VMs on an average laptop',
    column: 'vm',
    answeredBy: 'figures',
    judge: judgeLaptop((instances) => instances <= phrases.couple.at),
  },
  {
    id: 'many_containers',
    claim: 'Can run many Dockers in a laptop',
    column: 'docker',
    answeredBy: 'figures',
    judge: judgeLaptop((instances) => instances >= phrases.many.at),
  },
  {
    id: 'guest_slower',
    claim: 'The guest is not as fast as the host',
    column: 'vm',
    answeredBy: 'figures',
    judge: judgeSlower,
  },
  {
    id: 'vm_graphics',
    claim: 'May not have the same graphics capabilities',
    column: 'vm',
    answeredBy: 'facts',
    judge: judgeGraphics,
  },
  {
    id: 'vm_secure',
    claim: 'Very secure: the software inside the virtual machine cannot affect the actual computer',
    column: 'vm',
    answeredBy: 'facts',
    judge: judgeBarriers((holds, known) => holds === known),
  },
  {
    id: 'container_pseudo',
    claim: 'Containers provide pseudo-isolation: pretty secure, not as secure as virtual machines',
    column: 'docker',
    answeredBy: 'facts',
    judge: judgeBarriers((holds, known) => holds > 0 && holds < known),
  },
  {
    id: 'venv_none',
    claim: 'Virtual environments: not isolation',
    column: 'venv',
    answeredBy: 'facts',
    judge: judgeBarriers((holds) => holds === 0),
  },
  {
    id: 'shared_kernel',
    claim: 'Containers share the same kernel of the hosting system',
    column: 'docker',
    answeredBy: 'facts',
    judge: judgeKernel,
  },
  {
    id: 'layers',
    claim: 'Images are built incrementally on top of another like layers',
    column: 'docker',
    answeredBy: 'facts',
    ofPythonProject: true,
    judge: judgeLayers,
  },
  {
    id: 'cache',
    claim: 'Have seen this before: use cache',
    column: 'docker',
    answeredBy: 'figures',
    ofPythonProject: true,
    judge: judgeCache,
  },
]

function judgeStartup(contender: ContenderSummary, isSo: (value: number) => boolean): Verdict {
  const figure = readFigure('startup', contender)
  if (figure.kind === 'missing') return cannotTell(figure.reason)
  const doubts = figure.doubts.length > 0 ? ` (${figure.doubts.join('; ')})` : ''
  return decide(isSo(figure.value), `${figure.title} ${figure.text}${doubts}`)
}

/** A guest of a kernel and one program says how fast a machine can be, not how fast the lecture's is. */
function judgeBoot(contender: ContenderSummary): Verdict {
  const verdict = judgeStartup(contender, (value) => value >= phrases.inMinutes.at)
  if (!isMinimalGuest(contender) || verdict.agreement !== 'disagrees') return verdict
  return cannotTell(`${verdict.evidence}, but of a ${minimalGuestNote}`)
}

/** The lecture speaks of a laptop and not of this machine: the slope is this machine's, the memory the laptop's. */
function judgeLaptop(isSo: (instances: number) => boolean) {
  return (contender: ContenderSummary): Verdict => {
    const slope = readFigure('memory_marginal', contender)
    if (slope.kind === 'missing') return cannotTell(slope.reason)
    if (slope.value <= 0) return cannotTell('one instance more took no memory that could be told from none')
    const fixed = readFigure('memory_fixed', contender)
    const free = phrases.laptop.at - (fixed.kind === 'measured' ? fixed.value : 0)
    const instances = Math.floor(Math.max(0, free) / slope.value)
    const evidence = `${slope.text} for one more: ${instances} by memory in a laptop with ${formatQuantity(phrases.laptop.at, 'bytes')} free, projected`
    const limit = readFigure('density', contender)
    const cap = limit.kind === 'measured' && limit.value < instances ? `; on this machine ${limit.text}` : ''
    const counted = limit.kind === 'measured' ? Math.min(instances, limit.value) : instances
    return decide(isSo(counted), `${evidence}${cap}`)
  }
}

function judgeSlower(contender: ContenderSummary): Verdict {
  const figure = readFigure('cpu_cost', contender)
  if (figure.kind === 'missing') return cannotTell(figure.reason)
  const evidence = `${figure.title} ${figure.text} of the host's`
  if (figure.range === null) return cannotTell(`${evidence}; not enough rounds for an interval`)
  const [low, high] = figure.range
  if (low <= phrases.slower.at && high > phrases.slower.at) return cannotTell(`${evidence}; not enough rounds to tell`)
  return decide(low > phrases.slower.at, evidence)
}

/** Where the host has none, nothing can be missing. */
function judgeGraphics(contender: ContenderSummary, contenders: readonly ContenderSummary[]): Verdict {
  const facts = readIsolation(contender)
  if (typeof facts === 'string') return cannotTell(facts)
  const seen = readGpu(facts)
  if (seen === null) return cannotTell('whether it sees a GPU was not found out')
  if (seen) return decide(false, 'it sees a GPU')
  const host = contenders.find(({ technology }) => technology === 'host')
  const hostFacts = host === undefined ? 'the host takes no part in this run' : readIsolation(host)
  if (typeof hostFacts === 'string') return cannotTell(`it sees no GPU; whether the host has one: ${hostFacts}`)
  return readGpu(hostFacts) === true
    ? decide(true, 'the host has a GPU, and it sees none')
    : cannotTell('it sees no GPU, and on the host there is none either')
}

/** What was tried, and no more: a barrier that holds today is no proof against an error in it. */
function judgeBarriers(isSo: (holds: number, all: number) => boolean) {
  return (contender: ContenderSummary): Verdict => {
    const facts = readIsolation(contender)
    if (typeof facts === 'string') return cannotTell(facts)
    const { holds, known, unknown } = countBarriers(facts)
    if (known === 0) return cannotTell('no barrier could be tried')
    const open = listReached(facts)
    const evidence = [
      `${holds} of ${known} barriers to the host hold`,
      ...(open.length > 0 ? [`reached: ${open.join(', ')}`] : []),
      ...(unknown > 0 ? [`${unknown} could not be tried`] : []),
    ].join('; ')
    const all = known + unknown
    // Whatever the barriers that could not be tried would say.
    const answers = Array.from({ length: unknown + 1 }, (_, more) => isSo(holds + more, all))
    return new Set(answers).size === 1 ? decide(answers[0] === true, evidence) : cannotTell(evidence)
  }
}

function judgeKernel(contender: ContenderSummary): Verdict {
  const facts = readIsolation(contender)
  if (typeof facts === 'string') return cannotTell(facts)
  const ownKernel = readBarrier('kernel', facts)
  if (ownKernel === null) return cannotTell('the kernel within could not be asked')
  return decide(!ownKernel, ownKernel ? 'the kernel within is another' : "the kernel within is the host's")
}

/** An image that shares nothing does not refute it: there may be no other to share with. */
function judgeLayers(contender: ContenderSummary): Verdict {
  const shared = contender.metrics.disk_shared
  if (shared?.kind !== 'number')
    return cannotTell(shared?.kind === 'absent' ? shared.reason : 'not measured in this run')
  if (shared.median === 0) return cannotTell('this image is built on nothing that another uses')
  return decide(true, `${formatQuantity(shared.median, 'bytes')} of it lies in layers that others use too`)
}

function judgeCache(contender: ContenderSummary): Verdict {
  const [first, again] = [readFigure('deploy_uncached', contender), readFigure('deploy_cached', contender)]
  if (first.kind === 'missing') return cannotTell(first.reason)
  if (again.kind === 'missing') return cannotTell(again.reason)
  return decide(again.value <= phrases.cacheHelps.at * first.value, `${first.text} first, ${again.text} again`)
}

function readIsolation({ metrics }: ContenderSummary) {
  const metric = metrics.isolation
  if (metric?.kind === 'facts') return metric.facts
  return metric?.kind === 'absent' ? metric.reason : 'not measured in this run'
}

function decide(isSo: boolean, evidence: string): Verdict {
  return { agreement: isSo ? 'agrees' : 'disagrees', evidence }
}

function cannotTell(evidence: string): Verdict {
  return { agreement: 'not measurable here', evidence }
}

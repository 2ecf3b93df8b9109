import type { Build } from '../../../main/contract/build.ts'
import type { Image } from '../../../main/contract/live.ts'
import { describeReason } from '../../../main/model/builds/describeReason.ts'
import { countSteps } from '../../../main/model/builds/nameBuild.ts'
import { quoteCommand } from '../../../main/model/quoteCommand.ts'
import type { Problem } from '../../store/problem.ts'
import { keepApart } from '../../ui/keepApart.ts'
import { describeCounts } from '../docker/files/describeChanges.ts'
import { isRunning } from '../instances/describeUse.ts'
import type { ExerciseFacts, PushedImage, Reading } from './exerciseFacts.ts'

export type StepId = 'pull' | 'run' | 'changes' | 'commit' | 'push' | 'build' | 'rebuild' | 'pushBuilt'

/** `waits`: something else comes first. */
export type StepState =
  | { readonly kind: 'waits' | 'next' | 'done' | 'asking'; readonly text: string }
  | { readonly kind: 'failed'; readonly problem: Problem }

export interface Step {
  readonly id: StepId
  readonly title: string
  /** What it does, and why. */
  readonly says: string
  /** The command that does the same. */
  readonly command: string
  /** Of the button that opens its dialog. */
  readonly action: string
  readonly state: StepState
  /** What its dialog is about is there. */
  readonly isPossible: boolean
  /** It runs what the user says, and this door does not. */
  readonly isForbidden: boolean
}

const waits = (text: string): StepState => ({ kind: 'waits', text })
const next = (text: string): StepState => ({ kind: 'next', text })
const done = (text: string): StepState => ({ kind: 'done', text })
const unnamed = waits('First give it a name above.')

/** Pure. Pull, run, modify, commit, push. */
export function listModifySteps(facts: ExerciseFacts): readonly Step[] {
  const { names, container } = facts
  const begin = names.begin ?? 'IMAGE'
  const modified = names.modified ?? 'NAME:TAG'
  const containerName = container?.name ?? 'CONTAINER'
  const state = (of: StepState) => judgeEngine(facts) ?? of
  const isHere = facts.engine === 'current'
  return [
    {
      id: 'pull',
      title: 'Pull the image',
      says: 'An image lies in a registry as layers. Those that are here already are not brought again.',
      command: quoteCommand(['docker', 'pull', begin]),
      action: 'Pull…',
      state: state(judgePull(facts)),
      isPossible: isHere && names.begin !== null,
      isForbidden: false,
    },
    {
      id: 'run',
      title: 'Run a container and change a file in it',
      says: 'A container is made from an image as an object from a class: the image’s layers, one of its own on top that can be written, and a process. With -it you type into it: read Readme.txt where there is one, change a file, then exit.',
      command: quoteCommand(['docker', 'run', '-it', begin]),
      action: 'Run in a terminal…',
      state: state(judgeRun(facts)),
      isPossible: isHere && facts.begin !== null,
      isForbidden: !facts.allowsCommands,
    },
    {
      id: 'changes',
      title: 'See what has changed',
      says: 'All of it is in the container’s own layer. The image is as it was, and another container begins without it.',
      command: quoteCommand(['docker', 'diff', containerName]),
      action: 'Show changes…',
      state: state(judgeChanges(facts)),
      isPossible: isHere && container !== null,
      isForbidden: false,
    },
    {
      id: 'commit',
      title: 'Commit the container',
      says: 'Its layer becomes one more layer of a new image, on top of those it was made from, which both share.',
      command: quoteCommand(['docker', 'commit', containerName, modified]),
      action: 'Commit…',
      state: state(judgeCommit(facts)),
      isPossible: isHere && container !== null,
      isForbidden: false,
    },
    {
      id: 'push',
      title: 'Push the new image',
      says: 'The registry takes the layers that it does not have. The digest is computed from the content: whoever pulls it gets exactly this image.',
      command: quoteCommand(['docker', 'push', modified]),
      action: 'Push…',
      state: state(judgePush(names.modified, facts.modified, facts.modifiedPushed, 'First commit the container.')),
      isPossible: isHere && facts.modified !== null,
      isForbidden: false,
    },
  ]
}

/** Pure. Build, build again from the cache, push. */
export function listBuildSteps(facts: ExerciseFacts): readonly Step[] {
  const { names } = facts
  const built = names.built ?? 'NAME:TAG'
  const state = (of: StepState) => judgeEngine(facts) ?? of
  const isHere = facts.engine === 'current'
  return [
    {
      id: 'build',
      title: 'Build the image',
      says: 'A Dockerfile is the recipe of an image: each instruction that changes files makes a layer. Choose a folder that has one, or take the one that is filled in.',
      command: quoteCommand(['docker', 'build', '-t', built, '.']),
      action: 'Build…',
      state: state(judgeBuild(facts)),
      isPossible: isHere && names.built !== null,
      isForbidden: !facts.allowsCommands,
    },
    {
      id: 'rebuild',
      title: 'Change ENTRYPOINT and build again',
      says: 'What stands above the change is taken from the cache; the changed instruction and all below it are new. So what changes often belongs at the end.',
      command: quoteCommand(['docker', 'build', '-t', built, '.']),
      action: 'Build again…',
      state: state(judgeRebuild(facts)),
      isPossible: isHere && facts.built !== null,
      isForbidden: !facts.allowsCommands,
    },
    {
      id: 'pushBuilt',
      title: 'Push the image',
      says: 'Now anybody who may read the registry can pull it and run containers of it, wherever Docker runs.',
      command: quoteCommand(['docker', 'push', built]),
      action: 'Push…',
      state: state(judgePush(names.built, facts.built, facts.builtPushed, 'First build the image.')),
      isPossible: isHere && facts.built !== null,
      isForbidden: false,
    },
  ]
}

/** Null where the engine tells what exists. */
function judgeEngine({ engine }: ExerciseFacts): StepState | null {
  if (engine === 'current') return null
  if (engine === 'asking') return { kind: 'asking', text: 'Asking Docker…' }
  return waits(engine === 'absent' ? 'Docker is not installed.' : 'Docker does not answer.')
}

function judgePull({ names, begin }: ExerciseFacts): StepState {
  if (names.begin === null) return unnamed
  return begin ? done(`The image is here: ${shortenId(begin)}.`) : next('It is not here yet.')
}

function judgeRun({ begin, container }: ExerciseFacts): StepState {
  if (!begin) return waits('First pull the image.')
  if (!container) return next('No container was made from it yet.')
  const how = isRunning(container) ? 'runs' : 'has ended'
  return done(`Container ${keepApart(container.name)} is here and ${how}.`)
}

function judgeChanges({ container, changes }: ExerciseFacts): StepState {
  if (!container) return waits('First run a container.')
  return judge(changes, 'Reading the changes…', (counts) => {
    const isChanged = Object.values(counts).some((count) => count > 0)
    return (isChanged ? done : next)(`${describeCounts(counts)}.`)
  })
}

/** Docker tells seconds. */
const tick = 1_000

function judgeCommit({ names, begin, container, modified }: ExerciseFacts): StepState {
  if (names.modified === null) return unnamed
  if (modified && modified.id !== begin?.id) {
    const isOlder = Date.parse(modified.createdAt ?? '') + tick <= Date.parse(container?.createdAt ?? '')
    if (!isOlder) return done(`The new image is here: ${shortenId(modified)}.`)
    return next('An image of this name is here, but it is older than the container.')
  }
  return container ? next('There is no image of this name yet.') : waits('First run a container.')
}

function judgeBuild({ names, built, builds }: ExerciseFacts): StepState {
  if (names.built === null) return unnamed
  if (!built) return next('There is no image of this name yet.')
  return judge(builds, 'Reading the builds…', ([last]) =>
    done(last ? `Built: ${describeCache(last)}.` : `The image is here: ${shortenId(built)}.`),
  )
}

function judgeRebuild({ built, builds }: ExerciseFacts): StepState {
  if (!built) return waits('First build the image.')
  return judge(builds, 'Reading the builds…', (all) => {
    for (const build of all) {
      const step = build.steps.find(({ reason }) => reason?.kind === 'instructionChanged')
      if (step?.reason) return done(`${describeCache(build)}. Step ${step.number}: ${describeReason(step.reason)}.`)
    }
    return next('It was not built with a changed instruction yet.')
  })
}

function judgePush(
  name: string | null,
  image: Image | null,
  pushed: Reading<PushedImage>,
  otherwise: string,
): StepState {
  if (name === null) return unnamed
  if (!image) return waits(otherwise)
  return judge(pushed, 'Asking the registry…', ({ digest, isSame }) => {
    if (digest === null) return next('It is not in the registry yet.')
    return isSame ? done(`In the registry: ${digest}`) : next('The registry has another image of this name.')
  })
}

function judge<T>(reading: Reading<T>, asking: string, read: (value: T) => StepState): StepState {
  if (reading.state === 'asking') return { kind: 'asking', text: asking }
  return reading.state === 'failed' ? { kind: 'failed', problem: reading.problem } : read(reading.value)
}

function describeCache(build: Build): string {
  const cached = countSteps(build, 'cached')
  return `${cached} of ${build.steps.length} steps cached, ${countSteps(build, 'new')} new`
}

/** As docker shows ids. */
function shortenId({ id }: Image): string {
  return id.replace(/^docker:(?:sha256:)?/, '').slice(0, 12)
}

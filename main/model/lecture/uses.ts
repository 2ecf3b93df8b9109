import type { BestWord, FigureId } from './scale.ts'

/** What a recommendation looks at. The grade of each is the worst of its figures. */
export const criteria = {
  computing: { title: 'CPU cost', best: 'low', figures: ['cpu_cost'], ofPythonProject: false },
  files: {
    title: 'cost of files and processes',
    best: 'low',
    figures: ['disk_cost', 'spawn_cost'],
    ofPythonProject: false,
  },
  memory: {
    title: 'memory',
    best: 'low',
    figures: ['memory_marginal', 'memory_fixed', 'density'],
    ofPythonProject: false,
  },
  disk: { title: 'disk', best: 'low', figures: ['disk_unique'], ofPythonProject: true },
  startup: { title: 'time to start', best: 'low', figures: ['startup'], ofPythonProject: false },
  setup: {
    title: 'effort of the first deployment',
    best: 'low',
    figures: ['deploy_uncached', 'steps'],
    ofPythonProject: true,
  },
  change: { title: 'wait after a change', best: 'low', figures: ['deploy_cached'], ofPythonProject: true },
  sending: { title: 'size of what is sent', best: 'low', figures: ['artifact'], ofPythonProject: true },
  versatility: { title: 'versatility', best: 'high', figures: ['abilities'], ofPythonProject: false },
  portability: { title: 'portability', best: 'high', figures: ['platforms', 'roundtrip'], ofPythonProject: true },
  isolation: { title: 'isolation', best: 'high', figures: ['isolation'], ofPythonProject: false },
} as const satisfies Readonly<Record<string, Criterion>>

interface Criterion {
  readonly title: string
  readonly best: BestWord
  readonly figures: readonly FigureId[]
  /** Whether the question is about a Python project and not about any program. */
  readonly ofPythonProject: boolean
}

export type CriterionId = keyof typeof criteria

export interface Weight {
  readonly criterion: CriterionId
  /** How much it counts against the others of the same use: 1 a little, 5 most. */
  readonly weight: number
  readonly reason: string
}

/** The lecture's four uses, and what each asks for. Written down like the thresholds, before anything was graded. */
export const lectureUses = [
  {
    id: 'computational_science',
    title: 'Computational science',
    weights: [
      { criterion: 'computing', weight: 5, reason: 'it computes for hours, and a factor is a factor on all of it' },
      { criterion: 'portability', weight: 4, reason: 'a published result must be computed again, elsewhere and later' },
      { criterion: 'files', weight: 3, reason: 'large inputs and outputs are files' },
      {
        criterion: 'memory',
        weight: 2,
        reason: 'what isolation takes is missing for the problem; few instances run at once',
      },
      { criterion: 'versatility', weight: 2, reason: 'compilers and libraries that are not Python belong to it' },
      { criterion: 'setup', weight: 1, reason: 'set up once for a long project' },
    ],
  },
  {
    id: 'devops',
    title: 'DevOps',
    weights: [
      {
        criterion: 'versatility',
        weight: 5,
        reason: 'whatever the team writes has to run: services, databases, other distributions',
      },
      { criterion: 'isolation', weight: 4, reason: 'services of several owners share a machine' },
      { criterion: 'change', weight: 4, reason: 'newer versions are deployed often' },
      { criterion: 'portability', weight: 4, reason: 'what was tested is what must run on a multitude of servers' },
      { criterion: 'startup', weight: 3, reason: 'scaling and repairing mean starting' },
      { criterion: 'memory', weight: 3, reason: 'an application of many services runs many instances' },
      {
        criterion: 'computing',
        weight: 2,
        reason: 'servers are paid by the hour; most services wait more than they compute',
      },
      { criterion: 'disk', weight: 1, reason: 'each server keeps a copy' },
    ],
  },
  {
    id: 'data_science',
    title: 'Data science (no pipelines)',
    weights: [
      { criterion: 'setup', weight: 5, reason: 'one person begins many small projects, and wants to begin at once' },
      { criterion: 'change', weight: 4, reason: 'packages are added while one explores' },
      { criterion: 'computing', weight: 3, reason: 'models are fitted while one waits' },
      { criterion: 'memory', weight: 3, reason: 'the data set has to fit beside it' },
      { criterion: 'sending', weight: 2, reason: 'the environment is handed to a partner, as Maggie does to John' },
      { criterion: 'portability', weight: 2, reason: 'the partner has another system' },
      { criterion: 'disk', weight: 1, reason: 'many projects lie on one laptop' },
    ],
  },
  {
    id: 'data_pipelines',
    title: 'Data science (pipelines)',
    weights: [
      {
        criterion: 'portability',
        weight: 5,
        reason: 'a pipeline runs elsewhere than where it was written, unattended',
      },
      { criterion: 'versatility', weight: 4, reason: 'its steps are programs of many kinds, not only Python' },
      { criterion: 'change', weight: 3, reason: 'a step is deployed anew with every change of it' },
      { criterion: 'files', weight: 3, reason: 'data goes from step to step as files' },
      { criterion: 'computing', weight: 3, reason: 'every run of it computes' },
      { criterion: 'startup', weight: 2, reason: 'each step is an instance of its own' },
      { criterion: 'memory', weight: 2, reason: 'steps run side by side' },
      { criterion: 'isolation', weight: 2, reason: 'a failing step must not take others with it' },
    ],
  },
] as const satisfies readonly Use[]

export interface Use {
  readonly id: string
  readonly title: string
  readonly weights: readonly Weight[]
}

/** When a ranking may be made. */
export const rankingRules = {
  /** A column is ranked with at least this share of the weight graded: with less, the answer is mostly what is unknown. */
  leastOwnShare: 0.6,
  /** All that are ranked are compared on what each of them has, at least this share of the weight. */
  leastCommonShare: 0.5,
  /** Scores, from 0 to 1, that lie no further apart are level: half of one step on a fifth of the weight. */
  levelMargin: 0.025,
} as const

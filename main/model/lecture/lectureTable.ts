import type { Technology } from '../../contract/technology.ts'
import type { BestWord, FigureId, Word } from './scale.ts'

/**
 * The closing table of "Environments, Virtual Machines and Containers" (guest lecture for CS107/AC207, Pavlos
 * Protopapas), as it was shown, and which figures of ours answer which cell.
 */
export const lectureColumns = [
  {
    id: 'venv',
    title: 'Virtual env',
    technology: 'venv',
    /** Whose figures stand in the column; the first that took part. */
    contenders: ['venv', 'conda'],
    /** The same where the question is about a Python project. */
    pythonContenders: ['venv', 'conda'],
    installedFirst: 'Python 3 with its venv module',
  },
  {
    id: 'docker',
    title: 'Docker',
    technology: 'docker',
    contenders: ['docker', 'docker:python'],
    pythonContenders: ['docker:python', 'docker'],
    installedFirst: 'Docker Engine, whose daemon runs as root',
  },
  {
    id: 'vm',
    title: 'VM',
    technology: 'qemu',
    contenders: ['qemu:full', 'qemu', 'virtualbox'],
    pythonContenders: ['qemu:full', 'qemu', 'virtualbox'],
    installedFirst: 'QEMU or VirtualBox, and a kernel or a disk for the guest',
  },
  {
    id: 'jupyterhub',
    title: 'JupyterHub',
    technology: 'jupyterhub',
    contenders: ['jupyterhub'],
    pythonContenders: ['jupyterhub'],
    installedFirst: 'JupyterHub, its proxy and Python 3',
  },
] as const satisfies readonly ColumnDefinition[]

export interface ColumnDefinition {
  readonly id: string
  readonly title: string
  readonly technology: Technology
  readonly contenders: readonly string[]
  readonly pythonContenders: readonly string[]
  readonly installedFirst: string
}

export type ColumnId = (typeof lectureColumns)[number]['id']

export const lectureRows = [
  {
    id: 'cost',
    title: 'Computational cost, memory footprint',
    best: 'low',
    ofPythonProject: false,
    figures: ['cpu_cost', 'disk_cost', 'spawn_cost', 'memory_marginal', 'memory_fixed', 'density', 'disk_unique'],
    figuresAgain: [],
    words: {
      venv: { kind: 'word', said: 'low', means: 'low' },
      docker: { kind: 'word', said: 'medium low', means: 'medium low' },
      vm: { kind: 'word', said: 'high', means: 'high' },
      jupyterhub: { kind: 'open', said: '?' },
    },
  },
  {
    id: 'deployment',
    title: 'Deployment',
    best: 'low',
    ofPythonProject: true,
    figures: ['deploy_uncached', 'steps', 'artifact'],
    figuresAgain: ['deploy_cached'],
    words: {
      venv: { kind: 'word', said: 'easy', means: 'low' },
      docker: { kind: 'word', said: 'medium', means: 'medium' },
      vm: { kind: 'twice', said: 'bit high then easy', means: 'medium high', again: 'low' },
      jupyterhub: { kind: 'open', said: 'N/A' },
    },
  },
  {
    id: 'versatility',
    title: 'Versatility (types of apps)',
    best: 'high',
    ofPythonProject: false,
    figures: ['abilities'],
    figuresAgain: [],
    words: {
      venv: { kind: 'word', said: 'medium', means: 'medium' },
      docker: { kind: 'word', said: 'medium high', means: 'medium high' },
      vm: { kind: 'word', said: 'medium high', means: 'medium high' },
      jupyterhub: { kind: 'word', said: 'low', means: 'low' },
    },
  },
  {
    id: 'portability',
    title: 'Portability',
    best: 'high',
    ofPythonProject: true,
    figures: ['platforms', 'roundtrip'],
    figuresAgain: [],
    words: {
      venv: { kind: 'word', said: 'medium', means: 'medium' },
      docker: { kind: 'word', said: 'high', means: 'high' },
      vm: { kind: 'word', said: 'high', means: 'high' },
      jupyterhub: { kind: 'word', said: 'high', means: 'high' },
    },
  },
] as const satisfies readonly RowDefinition[]

export interface RowDefinition {
  readonly id: string
  readonly title: string
  readonly best: BestWord
  readonly ofPythonProject: boolean
  /** The grade is the worst of these. */
  readonly figures: readonly FigureId[]
  /** The second time: "then easy". They count into the row's grade where the lecture has one word only. */
  readonly figuresAgain: readonly FigureId[]
  readonly words: Readonly<Record<ColumnId, LectureWord>>
}

export type LectureWord =
  | { readonly kind: 'word'; readonly said: string; readonly means: Word }
  /** One word for the first time, another for every time after it. */
  | { readonly kind: 'twice'; readonly said: string; readonly means: Word; readonly again: Word }
  /** The lecture leaves it open. */
  | { readonly kind: 'open'; readonly said: string }

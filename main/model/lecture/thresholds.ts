import type { Unit } from '../../contract/metrics.ts'

/**
 * The five-step scale: from which figure on which grade. The limits are absolute, set from what a user notices, what a
 * laptop holds and what other services accept, and were written down before any run was graded by them. They are not
 * moved to make an answer come out. "A laptop" is one of 16 GiB with half of it free, and a disk of 256 GiB of which a
 * tenth, 25 GiB, may go into this.
 */
export type Threshold = Scale | YesOrNo

interface Scale {
  readonly title: string
  readonly unit: Unit | 'share'
  readonly better: 'less' | 'more'
  /** From the best grade to the worst but one; a figure on a limit has the better grade, one past the last the worst. */
  readonly limits: readonly [Limit, Limit, Limit, Limit]
}

/** There are no degrees of it: yes has the best grade, no the worst. */
interface YesOrNo {
  readonly title: string
  readonly better: 'yes'
  readonly reason: string
}

interface Limit {
  readonly at: number
  /** Why this number and no other. */
  readonly reason: string
}

const KIB = 2 ** 10
const MIB = 2 ** 20
const GIB = 2 ** 30
const SECOND = 1_000
const MINUTE = 60_000

export const thresholds = {
  cpu_cost: {
    title: 'CPU cost',
    unit: 'ratio',
    better: 'less',
    limits: [
      { at: 1.05, reason: 'one machine varies by 5 % from hour to hour with its clock and temperature' },
      { at: 1.15, reason: 'nine minutes on an hour of computing: seen when it is measured, not when one waits for it' },
      { at: 1.5, reason: 'half an hour on an hour: noticed, and still cheaper than changing anything' },
      { at: 3, reason: 'an hour becomes three: what ran over night is not there in the morning' },
    ],
  },
  disk_cost: {
    title: 'disk cost',
    unit: 'ratio',
    better: 'less',
    limits: [
      { at: 1.1, reason: 'the same file work varies by 10 % with what the page cache holds' },
      { at: 1.3, reason: 'unpacking for ten seconds takes three more' },
      { at: 2, reason: 'twice the time: a large checkout or a data set is visibly slow' },
      { at: 4, reason: 'four times: people move the data out of it' },
    ],
  },
  spawn_cost: {
    title: 'cost of starting processes',
    unit: 'ratio',
    better: 'less',
    limits: [
      { at: 1.25, reason: 'a build that starts 10,000 programs of 1 ms takes 2.5 s more: not noticed in a build' },
      { at: 2, reason: 'the same build takes 10 s more' },
      { at: 4, reason: 'the same build takes 30 s more: one looks for the cause' },
      { at: 10, reason: 'the same build takes a minute and a half more' },
    ],
  },
  memory_marginal: {
    title: 'memory of one instance more',
    unit: 'bytes',
    better: 'less',
    limits: [
      { at: 16 * MIB, reason: 'about one bare Python interpreter: less than the smallest program people isolate' },
      { at: 64 * MIB, reason: 'a light browser tab, which nobody counts: 128 of them in a laptop' },
      { at: 256 * MIB, reason: '32 of them in a laptop: one begins to count' },
      { at: GIB, reason: 'eight of them in a laptop' },
    ],
  },
  memory_fixed: {
    title: 'memory of what runs once',
    unit: 'bytes',
    better: 'less',
    limits: [
      { at: 32 * MIB, reason: 'one more among the small services every desktop runs' },
      { at: 128 * MIB, reason: 'a program in the background, such as a file synchroniser' },
      { at: 512 * MIB, reason: 'an editor or a chat program: one closes it when memory is short' },
      { at: 2 * GIB, reason: 'a quarter of what a laptop has free' },
    ],
  },
  density: {
    title: 'instances at once (projected)',
    unit: 'count',
    better: 'more',
    limits: [
      { at: 1_000, reason: 'more than one machine is ever asked for' },
      { at: 100, reason: 'more than anybody starts by hand: "many"' },
      { at: 20, reason: 'an application of twenty services, all of it at once' },
      { at: 4, reason: 'more than the "couple" of which the lecture speaks' },
    ],
  },
  disk_unique: {
    title: 'disk of its own',
    unit: 'bytes',
    better: 'less',
    limits: [
      { at: 25 * MIB, reason: '1,000 of them in the 25 GiB that may go into this' },
      { at: 250 * MIB, reason: '100 of them: one for each project there ever was' },
      { at: GIB, reason: '25 of them: old ones are cleaned up now and then' },
      { at: 5 * GIB, reason: 'five of them' },
    ],
  },
  startup: {
    title: 'start-up',
    unit: 'ms',
    better: 'less',
    limits: [
      { at: 100, reason: '0.1 s feels immediate (Miller 1968, Nielsen 1993)' },
      { at: SECOND, reason: 'up to 1 s a thought is not interrupted (Nielsen 1993)' },
      { at: 10 * SECOND, reason: 'up to 10 s attention stays (Nielsen 1993)' },
      { at: MINUTE, reason: 'seconds end and minutes begin' },
    ],
  },
  deploy_uncached: {
    title: 'deployment, first time',
    unit: 'ms',
    better: 'less',
    limits: [
      { at: 10 * SECOND, reason: 'up to 10 s attention stays (Nielsen 1993)' },
      { at: MINUTE, reason: 'one still waits for it' },
      { at: 5 * MINUTE, reason: 'a coffee' },
      { at: 20 * MINUTE, reason: 'something else is done meanwhile; of a lesson little is left' },
    ],
  },
  deploy_cached: {
    title: 'deployment, again',
    unit: 'ms',
    better: 'less',
    limits: [
      { at: SECOND, reason: 'up to 1 s a thought is not interrupted (Nielsen 1993): it can follow every change' },
      { at: 10 * SECOND, reason: 'up to 10 s attention stays (Nielsen 1993)' },
      { at: MINUTE, reason: 'one still waits for it, a few times a day' },
      { at: 5 * MINUTE, reason: 'done once and then avoided' },
    ],
  },
  steps: {
    title: 'steps of the user',
    unit: 'count',
    better: 'less',
    limits: [
      { at: 3, reason: 'make, activate, install: remembered without notes' },
      {
        at: 5,
        reason: 'the lower end of 7 ± 2, what one keeps in the head (Miller 1956)',
      },
      { at: 9, reason: 'the upper end of it: done from notes' },
      { at: 15, reason: 'a page of instructions, in which one is skipped' },
    ],
  },
  artifact: {
    title: 'what a colleague is sent',
    unit: 'bytes',
    better: 'less',
    limits: [
      { at: 100 * KIB, reason: 'a text file: lies in the repository beside the code, and can be read and compared' },
      { at: 25 * MIB, reason: 'the largest attachment common mail services take' },
      { at: 100 * MIB, reason: 'the largest file GitHub takes into a repository' },
      { at: 2 * GIB, reason: 'the largest file GitHub takes with a release' },
    ],
  },
  abilities: {
    title: 'kinds of program it can hold',
    unit: 'share',
    better: 'more',
    limits: [
      { at: 0.85, reason: 'at most one of the nine kinds is missing' },
      { at: 0.65, reason: 'up to a third is missing' },
      { at: 0.45, reason: 'about half' },
      { at: 0.25, reason: 'a quarter and more: good for something, not for most' },
    ],
  },
  platforms: {
    title: 'platforms it runs on',
    unit: 'share',
    better: 'more',
    limits: [
      { at: 0.85, reason: 'every platform or all but a rare one' },
      { at: 0.65, reason: 'two of three: most colleagues can use it as it is' },
      { at: 0.45, reason: 'about half of the colleagues can' },
      { at: 0.25, reason: 'one of four' },
    ],
  },
  roundtrip: {
    title: 'after a round trip',
    better: 'yes',
    reason: 'reproducing means that it is the same; a little different is different',
  },
  isolation: {
    title: 'barriers to the host that hold',
    unit: 'share',
    better: 'more',
    limits: [
      { at: 1, reason: 'every barrier that was tried holds' },
      { at: 0.75, reason: 'one of four is open' },
      { at: 0.5, reason: 'half of them hold' },
      { at: 0.25, reason: 'one of four holds' },
    ],
  },
} as const satisfies Readonly<Record<string, Threshold>>

/** What the lecture's phrases mean in figures. */
export const phrases = {
  /** "Instantiate in seconds": at most this many milliseconds; below a second is "seconds" too. */
  inSeconds: { at: 10 * SECOND, reason: 'whoever says "seconds" means a handful; faster is no contradiction' },
  /** "Boot up time is in minutes": at least this many milliseconds. */
  inMinutes: { at: MINUTE, reason: 'below a minute nobody says "minutes"' },
  /** "Not more than a couple": at most this many instances. */
  couple: { at: 3, reason: 'a couple is two, said loosely three' },
  /** "Many": at least this many instances. */
  many: { at: 20, reason: 'more than the services of a common application' },
  /** "Not as fast as the host": at least this many times the host's CPU time. */
  slower: { at: 1.03, reason: 'within 3 % there is no difference, as everywhere here' },
  /** "Use cache": deployment from warm caches takes at most this share of the first. */
  cacheHelps: { at: 0.5, reason: 'at least half of the wait is gone: noticed without a clock' },
  /** "An average laptop": bytes of memory that are free for instances. */
  laptop: { at: 8 * GIB, reason: '16 GiB with half of it taken by the system, a browser and an editor' },
} as const satisfies Readonly<Record<string, Limit>>

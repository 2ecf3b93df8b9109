import { expect, test } from 'vitest'
import { listMainTasks } from '../../bench/page/trace.ts'

test('tasks of the main threads of pages are listed, the longest first, and no others', () => {
  const task = { name: 'RunTask', ph: 'X', pid: 1, ts: 0 }
  const events = [
    { name: 'thread_name', ph: 'M', pid: 1, tid: 1, ts: 0, args: { name: 'CrRendererMain' } },
    { name: 'thread_name', ph: 'M', pid: 1, tid: 2, ts: 0, args: { name: 'Compositor' } },
    { ...task, tid: 1, dur: 2_000, tdur: 1_500 },
    { ...task, tid: 1, dur: 51_000, tdur: 20_000 },
    { ...task, tid: 2, dur: 90_000 },
    { ...task, name: 'FunctionCall', tid: 1, dur: 80_000 },
  ]
  expect(listMainTasks(events)).toEqual([
    { wall: 51, cpu: 20 },
    { wall: 2, cpu: 1.5 },
  ])
})

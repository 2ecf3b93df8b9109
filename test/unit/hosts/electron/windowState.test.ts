import { expect, test } from 'vitest'
import { placeWindow } from '../../../../main/hosts/electron/windowState.ts'

const left = { x: 0, y: 0, width: 1920, height: 1040 }
const right = { x: 1920, y: 0, width: 2560, height: 1400 }
const at = (x: number, y: number, width = 1200, height = 800) => ({
  bounds: { x, y, width, height },
  isMaximised: false,
})

test('a window opens where it was', () => {
  expect(placeWindow(at(2000, 100), [left, right])).toEqual({ x: 2000, y: 100, width: 1200, height: 800 })
})

test('the first one, and one whose display is gone, opens where the system puts it', () => {
  const first = { width: 1280, height: 860 }
  expect(placeWindow(null, [left])).toEqual(first)
  expect(placeWindow(at(2000, 100), [left])).toEqual(first)
  expect(placeWindow(at(0, 0), [])).toEqual(first)
})

test('one that hangs over an edge is moved into the display that has most of it', () => {
  expect(placeWindow(at(-300, -50), [left, right])).toEqual({ x: 0, y: 0, width: 1200, height: 800 })
  expect(placeWindow(at(1800, 1000), [left, right])).toEqual({ x: 1920, y: 600, width: 1200, height: 800 })
})

test('one larger than its display is shrunk to it, one too small is grown', () => {
  expect(placeWindow(at(0, 0, 3000, 2000), [left])).toEqual(left)
  expect(placeWindow(at(10, 10, 100, 100), [left])).toEqual({ x: 10, y: 10, width: 1024, height: 700 })
})

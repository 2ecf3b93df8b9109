// Draws assets/icons/isoscope.svg, the one source of every icon, as the PNGs that packages need; electron-builder makes icns
// and ico of the largest. They are committed, so that packaging needs no browser. `node scripts/build-icons.mjs [OUT_DIR]`;
// CHROMIUM names another browser.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withDrawingPage } from './icons/chromium.mjs'

/** Of the freedesktop icon theme; 1024 is for macOS, and Windows takes its 256 from it. */
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
/** The platforms' guidelines leave room around a round icon; below this size every pixel is needed. */
const marginFrom = 64
const margin = 0.06

const folder = fileURLToPath(new URL('../assets/icons', import.meta.url))
const outDir = process.argv[2] ?? folder
const source = readFileSync(join(folder, 'isoscope.svg'))
const url = `data:image/svg+xml;base64,${source.toString('base64')}`

mkdirSync(outDir, { recursive: true })
await withDrawingPage(async (page) => {
  for (const size of sizes) {
    const room = size < marginFrom ? 0 : Math.round(size * margin)
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>body{margin:0}img{display:block;padding:${room}px;width:${size - 2 * room}px}</style>
      <img src="${url}">`)
    await page.locator('img').evaluate((image) => image.decode())
    writeFileSync(join(outDir, `${size}x${size}.png`), await page.screenshot({ omitBackground: true }))
  }
})

// node scripts/render-tray.mjs [FOLDER]: makes the tray's icons from assets/tray/tray.svg with Chromium.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withDrawingPage } from './icons/chromium.mjs'

const source = fileURLToPath(new URL('../assets/tray/', import.meta.url))
const folder = process.argv[2] ?? source
const colours = { trayTemplate: '#000000', onLight: '#1f2328', onDark: '#f0f3f6' }
const sizes = { '': 16, '@2x': 32, 32: 32 }

const svg = readFileSync(join(source, 'tray.svg'), 'utf8')

await withDrawingPage(async (page) => {
  for (const [name, colour] of Object.entries(colours)) {
    for (const [suffix, size] of Object.entries(sizes)) {
      if (name === 'trayTemplate' && suffix === '32') continue
      await page.setViewportSize({ width: size, height: size })
      await page.setContent(
        `<style>body{margin:0;color:${colour}}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
      )
      await page.screenshot({ path: join(folder, `${name}${suffix}.png`), omitBackground: true })
    }
  }
})

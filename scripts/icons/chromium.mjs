import { chromium } from 'playwright-core'

/** One page of Chromium that draws icons in their exact pixels; CHROMIUM names another browser. It ends with `use`. */
export async function withDrawingPage(use) {
  const args = ['--disable-gpu', '--force-device-scale-factor=1', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args })
  try {
    await use(await browser.newPage())
  } finally {
    await browser.close()
  }
}

import type { Page } from 'playwright-core'

/** Through the clipboard: what the menus named "Copy as…" copy. The page's context must be allowed to read it. */

async function copyFigure(page: Page, title: string, form: 'PNG' | 'SVG' | 'CSV' | 'Markdown'): Promise<void> {
  await page.getByRole('button', { name: `Copy as… ${title}` }).click()
  // The menu of another chart may still be closing.
  const menu = page.getByRole('menu', { name: `Copy as… ${title}` })
  await menu.getByRole('menuitem', { name: form, exact: true }).click()
  await page.getByRole('button', { name: `${form} copied ${title}` }).waitFor()
}

export async function copyText(page: Page, title: string, form: 'SVG' | 'CSV' | 'Markdown'): Promise<string> {
  await copyFigure(page, title, form)
  return page.evaluate<string>('navigator.clipboard.readText()')
}

/** Its size in pixels, as a browser decodes it. */
export async function copyPng(page: Page, title: string): Promise<{ readonly width: number; readonly height: number }> {
  await copyFigure(page, title, 'PNG')
  return page.evaluate<{ width: number; height: number }>(
    `navigator.clipboard.read()
      .then(([item]) => item.getType('image/png'))
      .then((png) => createImageBitmap(png))
      .then(({ width, height }) => ({ width, height }))`,
  )
}

/** What leaves the page: into the clipboard, or as a file where the clipboard is closed to us. */
export type Taken = 'copied' | 'saved'

export async function takeText(text: string, file: { readonly name: string; readonly type: string }): Promise<Taken> {
  try {
    await navigator.clipboard.writeText(text)
    return 'copied'
  } catch {
    saveText(text, file)
    return 'saved'
  }
}

/** An SVG as a PNG of twice its size. Rejects when the picture cannot be drawn. */
export async function takePng(svg: string, width: number, height: number, fileName: string): Promise<Taken> {
  const png = await drawPng(svg, width, height)
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
    return 'copied'
  } catch {
    saveFile(png, fileName)
    return 'saved'
  }
}

const pixelsPerUnit = 2

async function drawPng(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image()
  // The policy allows images from data: addresses, and an SVG from one does not make the canvas unreadable.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * pixelsPerUnit)
  canvas.height = Math.round(height * pixelsPerUnit)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser draws no pictures.')
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('This browser writes no PNG.'))), 'image/png'),
  )
}

/** As a file, wherever the browser puts those. */
export function saveText(text: string, file: { readonly name: string; readonly type: string }): void {
  saveFile(new Blob([text], { type: `${file.type};charset=utf-8` }), file.name)
}

function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

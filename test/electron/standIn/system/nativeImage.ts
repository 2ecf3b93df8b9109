import { readFileSync } from 'node:fs'
import { Refusing } from '../refusal.ts'

type Parts =
  | 'isEmpty'
  | 'getSize'
  | 'setTemplateImage'
  | 'isTemplateImage'
  | 'isMacTemplateImage'
  | 'toPNG'
  | 'toDataURL'
  | 'resize'
  | 'addRepresentation'
  | 'getScaleFactors'
  | 'getAspectRatio'

/** A PNG as it is, with the size that its header says. */
class NativeImage extends Refusing implements Pick<Electron.NativeImage, Parts> {
  isMacTemplateImage = false
  private readonly png: Buffer
  private readonly size: Electron.Size
  private readonly scales = [1]
  constructor(png: Buffer, size?: Electron.Size) {
    super()
    this.png = png
    this.size =
      size ?? (isPng(png) ? { width: png.readUInt32BE(16), height: png.readUInt32BE(20) } : { width: 0, height: 0 })
  }
  isEmpty = (): boolean => this.size.width === 0
  getSize = (): Electron.Size => ({ ...this.size })
  getAspectRatio = (): number => this.size.width / this.size.height
  getScaleFactors = (): number[] => this.scales
  setTemplateImage(option: boolean): void {
    this.isMacTemplateImage = option
  }
  isTemplateImage = (): boolean => this.isMacTemplateImage
  toPNG = (): Buffer<ArrayBuffer> => Buffer.from(this.png)
  toDataURL = (): string => `data:image/png;base64,${this.png.toString('base64')}`
  resize({ width, height }: Electron.ResizeOptions): Electron.NativeImage {
    const size = { width: width ?? height ?? this.size.width, height: height ?? width ?? this.size.height }
    return asElectron(new NativeImage(this.png, size))
  }
  addRepresentation({ scaleFactor = 1 }: Electron.AddRepresentationOptions): void {
    this.scales.push(scaleFactor)
  }
}

function isPng(bytes: Buffer): boolean {
  return bytes.length > 24 && bytes.toString('latin1', 1, 4) === 'PNG'
}

function asElectron(image: NativeImage): Electron.NativeImage {
  return image as unknown as Electron.NativeImage
}

class Factory
  extends Refusing
  implements
    Pick<typeof Electron.nativeImage, 'createEmpty' | 'createFromPath' | 'createFromBuffer' | 'createFromDataURL'>
{
  createEmpty = (): Electron.NativeImage => asElectron(new NativeImage(Buffer.alloc(0)))
  /** Empty, as in Electron, where there is no such file. */
  createFromPath = (path: string): Electron.NativeImage => {
    try {
      return asElectron(new NativeImage(readFileSync(path)))
    } catch {
      return this.createEmpty()
    }
  }
  createFromBuffer = (buffer: Buffer): Electron.NativeImage => asElectron(new NativeImage(buffer))
  createFromDataURL = (url: string): Electron.NativeImage =>
    asElectron(new NativeImage(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')))
}

export const nativeImage = new Factory()

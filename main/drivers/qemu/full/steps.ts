import type { UserStep } from '../../contender.ts'
import type { Architecture } from '../architecture.ts'
import { packages } from './system.ts'

/** What disk.ts and instance.ts do, by hand and in their order. */
export function listSystemSteps({ qemuName, debianName, debianPackage }: Architecture): readonly UserStep[] {
  const forArtifact = (does: string, types: string): UserStep => ({ does, types, once: 'artifact' })
  return [
    {
      does: 'install the engine and what a disk is made with',
      types: `apt-get install ${debianPackage} qemu-utils mmdebstrap e2fsprogs`,
      once: 'machine',
    },
    forArtifact('fetch a kernel', `apt-get download linux-image-…-cloud-${debianName}`),
    forArtifact('unpack it', 'dpkg-deb -x linux-image-….deb KERNEL'),
    forArtifact('install the packages', `mmdebstrap --variant=minbase --include=${packages.join(',')} SUITE ROOT`),
    forArtifact('set it up', 'ROOT/etc: hostname, hosts, machine-id, a unit that starts the program'),
    forArtifact('add the kernel’s modules', 'cp -a KERNEL/lib/modules ROOT/usr/lib && chroot ROOT depmod VERSION'),
    forArtifact('write a file system', 'mke2fs -t ext4 -d ROOT raw 2G'),
    forArtifact('make a disk of it', 'qemu-img convert -f raw -O qcow2 raw disk.qcow2'),
    forArtifact('put what finds the disk, and the program, into an initramfs', 'find . | cpio -o -H newc > initramfs'),
    forArtifact('give the machine an overlay', 'qemu-img create -f qcow2 -b disk.qcow2 -F qcow2 overlay.qcow2'),
    forArtifact(
      'start the machine',
      `qemu-system-${qemuName} -kernel vmlinuz -initrd initramfs -drive file=overlay.qcow2,if=virtio -append …`,
    ),
  ]
}

/** Whether it has the form of a subnet, IPv4 or IPv6; whether its addresses are free the engine knows. */
export function isSubnet(text: string): boolean {
  const [, address = '', bits = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? []
  if (/^\d+(\.\d+){3}$/.test(address))
    return address.split('.').every((part) => Number(part) <= 255) && Number(bits) <= 32
  return address.includes(':') && Number(bits) <= 128
}

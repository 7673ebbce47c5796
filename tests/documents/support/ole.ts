const SECTOR = 512;

/**
 * Writes an OLE2 compound file with empty streams of the given names, as far as telling them apart needs.
 *
 * @param flags the flags of the file information block at the start of the first sector of data
 */
export function compoundFile(names: string[], flags = 0): Uint8Array {
  const file = Buffer.alloc(SECTOR * 12);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(file);
  file.writeUInt16LE(0x3e, 24);
  file.writeUInt16LE(3, 26);
  file.writeUInt16LE(0xfffe, 28);
  file.writeUInt16LE(9, 30);
  file.writeUInt16LE(6, 32);
  file.writeUInt32LE(1, 44);
  // The directory is sector 1, the allocation table sector 0.
  file.writeUInt32LE(1, 48);
  file.writeUInt32LE(0xfffffffe, 60);
  file.writeUInt32LE(0xfffffffe, 68);
  file.fill(0xff, 76, SECTOR);
  file.writeUInt32LE(0, 76);
  const table = SECTOR;
  file.fill(0xff, table, table + SECTOR);
  file.writeUInt32LE(0xfffffffd, table);
  file.writeUInt32LE(0xfffffffe, table + 4);
  file.writeUInt32LE(0xfffffffe, table + 8);
  for (const [index, name] of ['Root Entry', ...names].entries()) {
    const at = SECTOR * 2 + index * 128;
    file.write(name, at, 'utf16le');
    file.writeUInt16LE((name.length + 1) * 2, at + 64);
    file.writeUInt8(index === 0 ? 5 : 2, at + 66);
    file.writeUInt32LE(2, at + 116);
  }
  const data = SECTOR * 3;
  file.writeUInt16LE(0xa5ec, data);
  file.writeUInt16LE(flags, data + 10);
  return new Uint8Array(file);
}

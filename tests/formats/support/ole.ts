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

const FREE = 0xffffffff;
const END = 0xfffffffe;
const SHORT = 64;

/** Writes an OLE2 compound file with up to three streams; those below 4,096 bytes lie in short sectors, as the format says. */
export function compoundOf(streams: Record<string, Uint8Array>): Uint8Array {
  const sectors: Buffer[] = [Buffer.alloc(SECTOR, 0xff), Buffer.alloc(SECTOR), Buffer.alloc(SECTOR, 0xff)];
  const [table, directory, shortTable] = sectors as [Buffer, Buffer, Buffer];
  const put = (bytes: Uint8Array): number => {
    const first = sectors.length;
    for (let at = 0; at < bytes.length; at += SECTOR) {
      const isLast = at + SECTOR >= bytes.length;
      table.writeUInt32LE(isLast ? END : sectors.length + 1, sectors.length * 4);
      sectors.push(Buffer.concat([bytes.subarray(at, at + SECTOR)], SECTOR));
    }
    return first;
  };
  const entry = (index: number, name: string, type: number, start: number, size: number) => {
    const at = index * 128;
    directory.write(name, at, 'utf16le');
    directory.writeUInt16LE((name.length + 1) * 2, at + 64);
    directory.writeUInt8(type, at + 66);
    for (const [offset, to] of [
      [68, FREE],
      [72, type === 2 && index < Object.keys(streams).length ? index + 1 : FREE],
      [76, type === 5 ? 1 : FREE],
    ] as const)
      directory.writeUInt32LE(to, at + offset);
    directory.writeUInt32LE(start, at + 116);
    directory.writeUInt32LE(size, at + 120);
  };

  const short: Buffer[] = [];
  for (const [index, [name, bytes]] of Object.entries(streams).entries()) {
    if (bytes.length >= 4096) {
      entry(index + 1, name, 2, put(bytes), bytes.length);
      continue;
    }
    entry(index + 1, name, 2, short.length, bytes.length);
    for (let at = 0; at < bytes.length; at += SHORT) {
      shortTable.writeUInt32LE(at + SHORT >= bytes.length ? END : short.length + 1, short.length * 4);
      short.push(Buffer.concat([bytes.subarray(at, at + SHORT)], SHORT));
    }
  }
  entry(0, 'Root Entry', 5, short.length > 0 ? put(Buffer.concat(short)) : END, short.length * SHORT);
  table.writeUInt32LE(0xfffffffd, 0);
  table.writeUInt32LE(END, 4);
  table.writeUInt32LE(END, 8);
  if (sectors.length > SECTOR / 4) throw new Error('more than one table is needed');

  const header = Buffer.from(compoundFile([]).subarray(0, SECTOR));
  header.writeUInt32LE(1, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(2, 60);
  header.writeUInt32LE(1, 64);
  return new Uint8Array(Buffer.concat([header, ...sectors]));
}

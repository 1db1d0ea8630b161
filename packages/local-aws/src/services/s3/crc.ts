import { crc32 as zlibCrc32 } from 'node:zlib';

/** CRC-32 (ISO-HDLC), 4 bytes, big-endian. */
export function crc32(bytes: Uint8Array): Uint8Array {
  return bigEndian([zlibCrc32(bytes) >>> 0]);
}

const castagnoli = table32(0x82f63b78);

/** CRC-32C (Castagnoli), 4 bytes, big-endian. */
export function crc32c(bytes: Uint8Array): Uint8Array {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = castagnoli[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return bigEndian([~crc >>> 0]);
}

function table32(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    return value;
  });
}

// The reflected polynomial of CRC-64/NVME; tables of its halves, as BigInt arithmetic is a hundred times slower.
const nvme = table64(0x9a6c9329ac4bc9b5n);

/** CRC-64/NVME, 8 bytes, big-endian. */
export function crc64nvme(bytes: Uint8Array): Uint8Array {
  let [high, low] = [0xffffffff, 0xffffffff];
  for (const byte of bytes) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ nvme.low[index]!;
    high = (high >>> 8) ^ nvme.high[index]!;
  }
  return bigEndian([~high >>> 0, ~low >>> 0]);
}

function table64(polynomial: bigint): { high: Uint32Array; low: Uint32Array } {
  const values = Array.from({ length: 256 }, (_, index) => {
    let value = BigInt(index);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    return value;
  });
  return {
    high: Uint32Array.from(values, (value) => Number(value >> 32n)),
    low: Uint32Array.from(values, (value) => Number(value & 0xffffffffn)),
  };
}

function bigEndian(words: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(words.length * 4));
  for (const [index, word] of words.entries()) bytes.setUint32(index * 4, word);
  return new Uint8Array(bytes.buffer);
}

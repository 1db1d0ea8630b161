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

// The reflected polynomial of CRC-64/NVME; tables of its halves, as BigInt arithmetic is a hundred times slower. There is one for each of eight
// bytes that are taken at a time.
const nvme = table64(0x9a6c9329ac4bc9b5n);

/** CRC-64/NVME, 8 bytes, big-endian. */
export function crc64nvme(bytes: Uint8Array): Uint8Array {
  let [high, low] = [0xffffffff, 0xffffffff];
  const { high: highs, low: lows } = nvme;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  for (; at + 8 <= bytes.length; at += 8) {
    const [first, second] = [low ^ view.getUint32(at, true), high ^ view.getUint32(at + 4, true)];
    const a = 7 * 256 + (first & 0xff);
    const b = 6 * 256 + ((first >>> 8) & 0xff);
    const c = 5 * 256 + ((first >>> 16) & 0xff);
    const d = 4 * 256 + (first >>> 24);
    const e = 3 * 256 + (second & 0xff);
    const f = 2 * 256 + ((second >>> 8) & 0xff);
    const g = 256 + ((second >>> 16) & 0xff);
    const h = second >>> 24;
    low = lows[a]! ^ lows[b]! ^ lows[c]! ^ lows[d]! ^ lows[e]! ^ lows[f]! ^ lows[g]! ^ lows[h]!;
    high = highs[a]! ^ highs[b]! ^ highs[c]! ^ highs[d]! ^ highs[e]! ^ highs[f]! ^ highs[g]! ^ highs[h]!;
  }
  for (; at < bytes.length; at += 1) {
    const index = (low ^ bytes[at]!) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ lows[index]!;
    high = (high >>> 8) ^ highs[index]!;
  }
  return bigEndian([~high >>> 0, ~low >>> 0]);
}

function table64(polynomial: bigint): { high: Uint32Array; low: Uint32Array } {
  const values = Array.from({ length: 256 }, (_, index) => {
    let value = BigInt(index);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    return value;
  });
  // Of the byte that has so many after it.
  for (let index = 256; index < 8 * 256; index++) {
    const before = values[index - 256]!;
    values.push((before >> 8n) ^ values[Number(before & 0xffn)]!);
  }
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

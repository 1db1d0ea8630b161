/**
 * A hash of one line's own text, of 64 bits in hexadecimal, without its spaces and tabs: indentation is not what a line says. It
 * finds a line again whose neighbours changed, and protects nothing.
 */
export function textHash(text: string, from: number, to: number): string {
  let [one, other] = [0x9e3779b9, 0x85ebca6b];
  for (let index = from; index < to; index++) {
    const unit = text.charCodeAt(index);
    if (unit === 32 || unit === 9) continue;
    one = Math.imul(one ^ unit, 0x9e3779b1);
    one ^= one >>> 15;
    other = Math.imul(other ^ unit, 0xc2b2ae3d);
    other ^= other >>> 13;
  }
  return hex(Math.imul(one ^ (other >>> 16), 0x27d4eb2f)) + hex(Math.imul(other ^ (one >>> 16), 0x165667b1));
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0');
}

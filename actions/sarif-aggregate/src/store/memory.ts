/** Memory that one thing after the other is in: windows of results, and before them what sorting takes. */
export interface Memory {
  /** At least so many bytes; what was in them before is lost. */
  room(bytes: number): Buffer;
}

export function newMemory(): Memory {
  let bytes = Buffer.alloc(0);
  return {
    room(wanted) {
      if (wanted > bytes.length) bytes = Buffer.allocUnsafeSlow(wanted);
      return bytes;
    },
  };
}

/** MD5 (RFC 1321): what a chip's boot loader compares a flash by. Against wrong bits, not against people. */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32));

/** 16 bytes as hex. */
export function md5(data: Uint8Array): string {
  const blocks = Math.floor((data.length + 8) / 64) + 1;
  const padded = new Uint8Array(blocks * 64);
  padded.set(data);
  padded[data.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, (data.length << 3) >>> 0, true);
  view.setUint32(padded.length - 4, Math.floor(data.length / 2 ** 29), true);
  const sum = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  const words = new Int32Array(16);
  for (let start = 0; start < padded.length; start += 64) {
    for (let at = 0; at < 16; at += 1) words[at] = view.getInt32(start + at * 4, true);
    let [a, b, c, d] = sum as unknown as [number, number, number, number];
    for (let at = 0; at < 64; at += 1) {
      const round = at >> 4;
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const word = round === 0 ? at : round === 1 ? (5 * at + 1) & 15 : round === 2 ? (3 * at + 5) & 15 : (7 * at) & 15;
      const shift = SHIFTS[round * 4 + (at & 3)] as number;
      const whole = (a + mixed + (SINES[at] as number) + (words[word] as number)) | 0;
      a = d;
      d = c;
      c = b;
      b = (b + ((whole << shift) | (whole >>> (32 - shift)))) | 0;
    }
    sum[0] = (sum[0] as number) + a;
    sum[1] = (sum[1] as number) + b;
    sum[2] = (sum[2] as number) + c;
    sum[3] = (sum[3] as number) + d;
  }
  return Array.from(new Uint8Array(sum.buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

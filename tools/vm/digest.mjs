// The two pieces of cryptography that the ESP32 build has and the WebAssembly build has not.

import crypto from 'node:crypto';

export function aesEcb(encrypt, key, bytes) {
  const name = `aes-${key.length * 8}-ecb`;
  const cipher = encrypt ? crypto.createCipheriv(name, key, null) : crypto.createDecipheriv(name, key, null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

export const sha1 = (bytes) => crypto.createHash('sha1').update(bytes).digest();

const PHASES = [
  [(b, c, d) => ((c ^ d) & b) ^ d, 0x5a827999],
  [(b, c, d) => b ^ c ^ d, 0x6ed9eba1],
  [(b, c, d) => (b & c) | ((b | c) & d), 0x8f1bbcdc],
  [(b, c, d) => b ^ c ^ d, 0xca62c1d6],
];
const turned = (word, left) => (word << left) | (word >>> (32 - left));

/** What crypto_viper.compress does with `state` (words in the VM's order) and `count` blocks of `message`. */
export function sha1Compress(state, message, count, start) {
  const words = new DataView(state.buffer, state.byteOffset, state.byteLength);
  const blocks = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const running = [0, 1, 2, 3, 4].map((at) => words.getInt32(4 * (start + at), true));
  const schedule = new Int32Array(80);
  for (let block = 0; block < count; block++) {
    for (let i = 0; i < 16; i++) schedule[i] = blocks.getInt32(64 * block + 4 * i);
    for (let i = 16; i < 80; i++) schedule[i] = turned(schedule[i - 3] ^ schedule[i - 8] ^ schedule[i - 14] ^ schedule[i - 16], 1);
    let [a, b, c, d, e] = running;
    for (let i = 0; i < 80; i++) {
      const [join, constant] = PHASES[(i / 20) | 0];
      [a, b, c, d, e] = [(turned(a, 5) + join(b, c, d) + e + constant + schedule[i]) | 0, a, turned(b, 30), c, d];
    }
    [a, b, c, d, e].forEach((value, at) => (running[at] = (running[at] + value) | 0));
  }
  running.forEach((value, at) => {
    words.setInt32(4 * at, value, true);
    words.setInt32(4 * (31 + at), value);
  });
}

/** What crypto_viper.fill_counters does. */
export function fillCounters(blocks, iv, first) {
  for (let at = 0; at < blocks.length; at += 16, first++) {
    blocks.set(iv, at);
    blocks[at + 14] = first >> 8;
    blocks[at + 15] = first & 0xff;
  }
}

// The two pieces of cryptography that the ESP32 build has and the WebAssembly build has not.

import crypto from 'node:crypto';

export function aesEcb(encrypt, key, bytes) {
  const name = `aes-${key.length * 8}-ecb`;
  const cipher = encrypt ? crypto.createCipheriv(name, key, null) : crypto.createDecipheriv(name, key, null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

export const sha1 = (bytes) => crypto.createHash('sha1').update(bytes).digest();

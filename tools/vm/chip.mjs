// What stands for the chip's own modules beneath the VM: clock, sockets, DAC, digests, the world outside.

import crypto from 'node:crypto';
import { Dac } from './dac.mjs';
import { aesEcb, fillCounters, sha1, sha1Compress } from './digest.mjs';

/** Give `mp` the JavaScript half of chip/ and wasm/. `outside` is {next(), leave(code)}; the DACs made are put into `dacs`. */
export function registerChip(mp, { bytes, clock, sockets, outside, dacs, capture = null }) {
  mp.registerJsModule('_clock', { now_us: () => Math.floor(clock.nowMs() * 1000) & 0x3fffffff, sleep_us: (us) => clock.sleepMs(us / 1000) });
  mp.registerJsModule('_sockets', sockets.module());
  mp.registerJsModule('_digest', {
    aes_ecb: (encrypt, key, keyBytes, from, to, count) => bytes(to, count).set(aesEcb(encrypt, bytes(key, keyBytes), bytes(from, count))),
    random: (to, count) => crypto.randomFillSync(bytes(to, count)),
    sha1: (from, count, to) => bytes(to, 20).set(sha1(bytes(from, count))),
    sha1_compress: (state, from, count, start) => sha1Compress(bytes(state, 4 * 36), bytes(from, 64 * count), count, start),
    fill_counters: (to, iv, count, first) => fillCounters(bytes(to, 16 * count), bytes(iv, 14), first),
  });
  mp.registerJsModule('_dac', {
    open(rateHz, frameBytes, ringBytes) {
      const into = capture && dacs.length === 0 ? capture : null;
      return dacs.push(new Dac({ rateHz, frameBytes, ringBytes, clock, capture: into })) - 1;
    },
    write: (id, address, count) => dacs[id].write(bytes(address, count)),
    writable: (id) => dacs[id].writable(),
    underruns: (id) => dacs[id].emptyPlayed,
    close: (id) => dacs[id].close(),
  });
  mp.registerJsModule('_outside', outside);
}

// The I2S peripheral of an ESP32 as machine.I2S drives it, with the DMA ring of ESP-IDF.
//
// A ring of `ibuf / (256 * frame bytes)` descriptors (at least two) of 256 frames each is played in a circle for ever.
// When a descriptor has been played it is zeroed (auto_clear) and put into a queue of free ones that holds one less
// than the ring; where the queue is full its oldest entry is dropped. The writer takes a free descriptor, fills it, and
// takes the next. So a writer that falls behind leaves silence, and one that lost its place writes into a descriptor
// that is played much later, or right now: what the chip does, notes of ESP-IDF i2s_common.c.
//
// Nothing runs here: whoever looks calls advance(now) first, and the past is played then.

import fs from 'node:fs';

const DESCRIPTOR_FRAMES = 256;

export class Dac {
  /** `capture`: a file that gets every byte in the order in which it leaves the pin; null for none. */
  constructor({ rateHz, frameBytes, ringBytes, clock, capture }) {
    this.clock = clock;
    this.descriptorBytes = DESCRIPTOR_FRAMES * frameBytes;
    this.descriptorMs = (DESCRIPTOR_FRAMES * 1000) / rateHz;
    this.ring = Array.from({ length: Math.max(2, Math.floor(ringBytes / this.descriptorBytes)) }, () => ({
      bytes: Buffer.alloc(this.descriptorBytes),
      filled: 0,
    }));
    this.free = [];
    this.writing = null;
    this.position = 0;
    this.startMs = clock.nowMs();
    this.played = 0; // descriptors that have left
    this.started = false;
    this.emptyPlayed = 0; // of those, since the first write: not written to the end in time
    this.file = capture ? fs.openSync(capture, 'w') : null;
    if (capture) {
      const startNs = Number(clock.monotonicNs(this.startMs));
      fs.writeFileSync(`${capture}.json`, JSON.stringify({ rate_hz: rateHz, frame_bytes: frameBytes, start_ns: startNs }));
    }
  }

  /** Play everything that lies before `nowMs`. */
  advance(nowMs = this.clock.nowMs()) {
    while (this.startMs + (this.played + 1) * this.descriptorMs <= nowMs) {
      const descriptor = this.ring[this.played % this.ring.length];
      if (this.file !== null) fs.writeSync(this.file, descriptor.bytes);
      if (this.started && descriptor.filled < this.descriptorBytes) this.emptyPlayed++;
      descriptor.bytes.fill(0);
      descriptor.filled = 0;
      if (this.free.length === this.ring.length - 1) this.free.shift();
      this.free.push(descriptor);
      this.played++;
    }
  }

  /** Bytes taken, without waiting: 0 when no descriptor is free. */
  write(bytes) {
    this.advance();
    this.started = true;
    let taken = 0;
    while (taken < bytes.length) {
      if (this.writing === null || this.position === this.descriptorBytes) {
        if (this.free.length === 0) break;
        this.writing = this.free.shift();
        this.position = 0;
      }
      const count = Math.min(bytes.length - taken, this.descriptorBytes - this.position);
      this.writing.bytes.set(bytes.subarray(taken, taken + count), this.position);
      this.writing.filled += count;
      this.position += count;
      taken += count;
    }
    return taken;
  }

  /** True when a write would take at least one byte. */
  writable() {
    this.advance();
    return this.free.length > 0 || (this.writing !== null && this.position < this.descriptorBytes);
  }

  close() {
    this.advance();
    if (this.file !== null) fs.closeSync(this.file);
    this.file = null;
  }
}

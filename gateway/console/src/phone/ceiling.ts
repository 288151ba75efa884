/**
 * Hearing protection: nothing that leaves this page is louder than CEILING_DB, whatever volume is asked for.
 *
 * volume -> a compressor that holds loud sound down smoothly -> a curve that cuts at the ceiling, which no value of any
 * setting can get past. The number stands here, as a bodypack's stands in its own memory: the gateway may ask for less
 * volume or more, never for another ceiling.
 */
export const CEILING_DB = -6;
const STEPS = 4096;
const MOST_VOLUME_DB = 12;
const LEAST_VOLUME_DB = -60;

export const gain_of = (db: number): number => 10 ** (db / 20);

/** The gain of a volume, within what there is. Not a number is silence. */
export function volume_gain(volume_db: number, own_db: number): number {
  const db = Math.min(MOST_VOLUME_DB, Math.min(MOST_VOLUME_DB, volume_db) + Math.min(0, own_db));
  return Number.isFinite(db) && db >= LEAST_VOLUME_DB ? gain_of(db) : 0;
}

/** A curve for -1..1 that is straight up to the ceiling and flat beyond; what is louder than 1 gets its ends. */
export function ceiling_curve(ceiling_db: number = CEILING_DB): Float32Array<ArrayBuffer> {
  const most = gain_of(Math.min(ceiling_db, CEILING_DB));
  const curve = new Float32Array(STEPS + 1);
  for (let step = 0; step <= STEPS; step += 1) {
    const x = (2 * step) / STEPS - 1;
    curve[step] = Math.max(-most, Math.min(most, x));
  }
  return curve;
}

export interface Protected {
  input: AudioNode;
  set_gain(gain: number): void;
}

export function protect(context: AudioContext): Protected {
  const volume = context.createGain();
  const compressor = context.createDynamicsCompressor();
  compressor.threshold.value = CEILING_DB - 6;
  compressor.knee.value = 6;
  compressor.ratio.value = 20;
  compressor.attack.value = 0.002;
  compressor.release.value = 0.1;
  const limit = context.createWaveShaper();
  limit.curve = ceiling_curve();
  limit.oversample = "none";
  volume.connect(compressor).connect(limit).connect(context.destination);
  return {
    input: volume,
    set_gain: (gain) => volume.gain.setTargetAtTime(gain, context.currentTime, 0.02),
  };
}

/** How long a sentence takes to say: a first guess while it is typed, before the gateway has spoken it. */
const HAN_PER_S = 4.2;
const WORDS_PER_S = 2.7;
const PAUSE_S = 0.25;

export function speech_seconds(text: string): number {
  const han = (text.match(/\p{Script=Han}/gu) ?? []).length;
  const words = (text.replace(/\p{Script=Han}/gu, " ").match(/[\p{L}\p{N}]+/gu) ?? []).length;
  const pauses = (text.trim().match(/[,.;:!?，。；：！？、]+(?=.)/gu) ?? []).length;
  if (han + words === 0) return 0;
  return Math.round((han / HAN_PER_S + words / WORDS_PER_S + pauses * PAUSE_S + 0.3) * 10) / 10;
}

// Runs MicroPython code with stand-ins for the chip: node harness.mjs '{"modules": ..., "run": ..., ...}'
//
//   modules   folder whose node_modules holds the VM
//   mounts    [[folder of this machine, folder of the VM], ...]; later ones cover earlier ones
//   path      sys.path after the stand-ins
//   run       Python source
//   after     more of it, each piece run after the garbage of the one before was collected (if that asked for it)
//   clock     "real" (default) or "virtual"
//   speed     of the real clock: 1 (default), less for a chip that lives more slowly
//   flash     folder that keeps what the program writes to its root folder, over a reset
//   capture   file for what leaves the I2S pins
//   news      what is so around the chip from the start: objects as on standard input
//   outside   true: JSON lines on standard input set pins, voltages, the access point (see chip/outside.py)
//   heap      bytes of the first heap area
//
// Exit codes: 0 done, 1 an exception, 64 machine.reset(), 65 the watchdog bit.

import { registerChip } from './chip.mjs';
import { RealClock, VirtualClock } from './clock.mjs';
import { Flash } from './flash.mjs';
import { Link } from './link.mjs';
import { Sockets } from './sockets.mjs';
import { startVm } from './vm.mjs';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

const options = JSON.parse(process.argv[2]);
const clock = options.clock === 'virtual' ? new VirtualClock() : new RealClock(options.speed);
// written at once: this thread never comes back to its event loop
const print = (line) => fs.writeSync(1, `${line}\n`);
const { mp, bytes } = await startVm({ modules: options.modules, clock, heapBytes: options.heap, print });
const link = new Link();
const sockets = new Sockets(link, bytes);
const flash = new Flash(mp);
const dacs = [];
const news = [...(options.news ?? [])];
link.on('outside', (event) => news.push(event));

const leave = (code) => {
  for (const dac of dacs) dac.close();
  if (options.flash) flash.keep(options.flash);
  process.exit(code);
};

const outside = {
  next() {
    link.drain();
    return news.length ? JSON.stringify(news.shift()) : '';
  },
  leave,
};
registerChip(mp, { bytes, clock, sockets, outside, dacs, capture: options.capture });

for (const folder of ['chip', 'wasm']) flash.mount(fileURLToPath(new URL(`./${folder}`, import.meta.url)), '/chip');
for (const [from, to] of options.mounts ?? []) {
  if (fs.statSync(from).isDirectory()) flash.mount(from, to);
  else flash.copy(from, to);
}
if (options.flash) flash.restore(options.flash);
if (options.outside) link.tell({ do: 'listen' });

try {
  mp.runPython(`import sys\nsys.path[:] = ${JSON.stringify(['/chip', ...(options.path ?? []), '', '.frozen', '/lib'])}\nimport chip_start\n`);
  for (const code of [options.run, ...(options.after ?? [])]) mp.runPython(code);
} catch (error) {
  print(error.message ?? String(error));
  leave(error.type === 'SystemExit' ? Number(/SystemExit: (\d+)/.exec(error.message)?.[1] ?? 0) : 1);
}
leave(0);

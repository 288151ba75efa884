// The VM as a board at the end of a cable: node serial.mjs '{"modules": ..., "flash": ..., "main": ...}'
//
//   modules   folder whose node_modules holds the VM
//   flash     folder of this machine that is the chip's flash: read at the start, written after everything the VM did
//   main      true: this is a start with power on, boot.py and main.py run; false: boot.py alone, then the prompt
//   erased    true: there is no MicroPython, nothing ever answers
//   capture   file for what leaves the I2S pins since the last start
//
// Standard input is what the chip's serial line receives (a pipe that does not block), standard output what it sends.
// The prompts, friendly and raw, are the VM's own. What this build of it lacks is said as the chip would say it: the
// soft reset of Ctrl-D, and that raw paste is not to be had (R and a zero, see shared/runtime/pyexec.c), since the
// build has no serial line to paste from. Ctrl-C stops a program where it waits.
//
// Exit code 64: machine.reset(), whoever holds the cable starts us again.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { registerChip } from './chip.mjs';
import { RealClock } from './clock.mjs';
import { Flash } from './flash.mjs';
import { Link } from './link.mjs';
import { Sockets } from './sockets.mjs';
import { startVm } from './vm.mjs';

const options = JSON.parse(process.argv[2]);
const CTRL = { A: 1, B: 2, C: 3, D: 4, E: 5 };
const FORCED_EXIT = 0x100;
const OWN = new Set(['chip', 'dev', 'home', 'proc', 'tmp']);
const PAUSE_MS = 0.5;
const sleeper = new Int32Array(new SharedArrayBuffer(4));
const clock = new RealClock();
const link = new Link();
let quiet = false;
let waiting = [];
let sending = [];
const dacs = [];
let mp, bytes;

// the VM hands its output over byte by byte
const send = (data) => {
  if (!quiet) sending.push(...data);
};
const say = (text) => send(Buffer.from(text, 'latin1'));
function flush() {
  const data = Buffer.from(sending);
  sending = [];
  for (let at = 0; at < data.length; ) {
    try {
      at += fs.writeSync(1, data, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') process.exit(0); // nobody is there any more
    }
  }
}

/** What has come over the cable lies in `waiting` after this. */
function receive() {
  const buffer = Buffer.alloc(4096);
  for (;;) {
    let count;
    try {
      count = fs.readSync(0, buffer);
    } catch (error) {
      if (error.code === 'EAGAIN') return;
      throw error;
    }
    if (count === 0) leave(0);
    waiting.push(...buffer.subarray(0, count));
  }
}

// -- the flash: a tree of files, the same in the VM and in a folder

let saved = new Map(); // path -> [time of change, bytes]

function* filesOf(folder) {
  for (const name of mp.FS.readdir(folder)) {
    if (name === '.' || name === '..' || (folder === '/' && OWN.has(name))) continue;
    const file = `${folder === '/' ? '' : folder}/${name}`;
    const stat = mp.FS.stat(file);
    if (mp.FS.isDir(stat.mode)) {
      yield [file, null];
      yield* filesOf(file);
    } else yield [file, stat];
  }
}

function save() {
  const now = new Map(filesOf('/'));
  for (const [file, stat] of now) {
    const there = path.join(options.flash, file);
    if (stat === null) fs.mkdirSync(there, { recursive: true });
    else {
      const before = saved.get(file);
      const time = stat.mtime.getTime();
      if (!before || before[0] !== time || before[1] !== stat.size || Date.now() - time < 50) {
        fs.writeFileSync(there + '~', mp.FS.readFile(file));
        fs.renameSync(there + '~', there);
      }
    }
  }
  for (const file of saved.keys()) if (!now.has(file)) fs.rmSync(path.join(options.flash, file), { recursive: true, force: true });
  saved = new Map([...now].map(([file, stat]) => [file, stat && [stat.mtime.getTime(), stat.size]]));
}

function load(folder = '') {
  for (const entry of fs.readdirSync(path.join(options.flash, folder), { withFileTypes: true })) {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      mp.FS.mkdir(name);
      load(name);
    } else mp.FS.writeFile(name, fs.readFileSync(path.join(options.flash, name)));
  }
}

const leave = (code) => {
  for (const dac of dacs) dac.close();
  if (mp) save();
  flush();
  process.exit(code);
};

// -- the chip

async function powerOn() {
  for (const dac of dacs.splice(0)) dac.close();
  ({ mp, bytes } = await startVm({ modules: options.modules, clock, write: send }));
  const outside = {
    next() {
      flush();
      receive();
      const at = waiting.indexOf(CTRL.C);
      if (at >= 0) {
        waiting = waiting.slice(at + 1);
        mp._module._mp_sched_keyboard_interrupt();
      }
      return '';
    },
    leave,
  };
  registerChip(mp, { bytes, clock, sockets: new Sockets(link, bytes), outside, dacs, capture: options.capture ?? null });
  const stand = new Flash(mp);
  for (const folder of ['chip', 'wasm']) stand.mount(fileURLToPath(new URL(`./${folder}`, import.meta.url)), '/chip');
  load();
  saved = new Map([...filesOf('/')].map(([file, stat]) => [file, stat && [stat.mtime.getTime(), stat.size]]));
  mp.runPython("import sys\nsys.path[:] = ['/chip', '', '.frozen', '/lib']\nimport chip_start\n");
}

/** Run a file if there is one; what it raises is said, as the chip does. */
function run(file) {
  if (!mp.FS.analyzePath(file).exists) return;
  try {
    mp.runPython(mp.FS.readFile(file, { encoding: 'utf8' }));
  } catch (error) {
    say(`${error.message ?? error}`.replaceAll('\n', '\r\n') + '\r\n');
  }
  save();
}

async function boot(raw) {
  await powerOn();
  run('/boot.py');
  if (!raw && options.main !== false) run('/main.py');
  quiet = raw;
  mp.replInit();
  if (raw) mp.replProcessChar(CTRL.A);
  quiet = false;
  if (raw) say('raw REPL; CTRL-B to exit\r\n>');
}

// -- the prompt

let raw = false;
let line = []; // what the raw prompt has received since the last command

async function character(byte) {
  if (raw && byte === CTRL.A && line.length === 2 && line[0] === CTRL.E && line[1] === 0x41) {
    quiet = true;
    mp.replProcessChar(CTRL.C); // forget the request
    quiet = false;
    line = [];
    say('R\x00');
    return;
  }
  const result = mp.replProcessChar(byte);
  if (byte === CTRL.A) raw = true;
  if (byte === CTRL.B) raw = false;
  line = byte <= CTRL.D ? [] : line.length < 3 ? [...line, byte] : line;
  if (byte === CTRL.D || byte === 13) save();
  if (result & FORCED_EXIT) {
    say('MPY: soft reboot\r\n');
    fs.writeFileSync(path.join(options.flash, '.reset_cause'), '5'); // machine.SOFT_RESET
    await boot(raw);
  }
}

if (!options.erased) await boot(false);
for (;;) {
  flush();
  receive();
  if (!waiting.length) Atomics.wait(sleeper, 0, 0, PAUSE_MS);
  else if (options.erased) waiting = [];
  else await character(waiting.shift());
}

// The file system that the VM sees: the chip's flash, made of folders of this machine.

import fs from 'node:fs';
import path from 'node:path';
import { withoutEmitters } from './viper.mjs';

const SLOTS = 'hushcue';
const LEFT_OUT = new Set(['__pycache__', 'node_modules', '.venv', '.hypothesis', '.pytest_cache']);

export class Flash {
  constructor(mp) {
    this.fs = mp.FS;
    this.firmware = new Set();
  }

  /** Copy a folder into the VM; Python files lose their viper decorators on the way. */
  mount(from, to) {
    this.folder(to);
    for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
      const [source, target] = [path.join(from, entry.name), `${to === '/' ? '' : to}/${entry.name}`];
      if (LEFT_OUT.has(entry.name)) continue;
      if (entry.isDirectory()) this.mount(source, target);
      else if (entry.isFile()) this.copy(source, target);
    }
  }

  copy(from, to) {
    const text = from.endsWith('.py') ? withoutEmitters(fs.readFileSync(from, 'utf8'), to) : fs.readFileSync(from);
    this.fs.writeFile(to, text);
    this.firmware.add(to);
  }

  folder(name) {
    let made = '';
    for (const part of name.split('/').filter(Boolean)) {
      made += `/${part}`;
      if (!this.fs.analyzePath(made).exists) this.fs.mkdir(made);
    }
  }

  /** Bring files that an earlier run left behind (settings, counters) back into the root folder, and the slots. */
  restore(folder) {
    for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
      if (fs.statSync(path.join(folder, name)).isFile()) this.fs.writeFile(`/${name}`, fs.readFileSync(path.join(folder, name)));
    }
    if (fs.existsSync(path.join(folder, SLOTS))) this.bring(path.join(folder, SLOTS), `/${SLOTS}`);
  }

  /** The slots of the firmware, byte for byte: their manifests would notice anything else. */
  bring(from, to) {
    this.folder(to);
    for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
      const [source, target] = [path.join(from, entry.name), `${to}/${entry.name}`];
      if (entry.isDirectory()) this.bring(source, target);
      else this.fs.writeFile(target, fs.readFileSync(source));
    }
  }

  take(from, to) {
    fs.mkdirSync(to, { recursive: true });
    const names = this.fs.readdir(from).filter((name) => name !== '.' && name !== '..');
    for (const name of fs.readdirSync(to)) if (!names.includes(name)) fs.rmSync(path.join(to, name), { recursive: true });
    for (const name of names) {
      const [source, target] = [`${from}/${name}`, path.join(to, name)];
      if (this.fs.isDir(this.fs.stat(source).mode)) this.take(source, target);
      else fs.writeFileSync(target, this.fs.readFile(source));
    }
  }

  /** Write what the program has put into the root folder and the slots to `folder`, as flash would over a reset. */
  keep(folder) {
    for (const name of this.fs.readdir('/')) {
      const file = `/${name}`;
      if (this.firmware.has(file) || !this.fs.isFile(this.fs.stat(file).mode)) continue;
      fs.writeFileSync(path.join(folder, name), this.fs.readFile(file));
    }
    if (this.fs.analyzePath(`/${SLOTS}`).exists) this.take(`/${SLOTS}`, path.join(folder, SLOTS));
    for (const name of fs.readdirSync(folder)) {
      if (name !== SLOTS && !this.fs.analyzePath(`/${name}`).exists) fs.rmSync(path.join(folder, name));
    }
  }
}

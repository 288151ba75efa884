// The file system that the VM sees: the chip's flash, made of folders of this machine.

import fs from 'node:fs';
import path from 'node:path';
import { withoutEmitters } from './viper.mjs';

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

  /** Bring files that an earlier run left behind (settings, counters) back into the root folder. */
  restore(folder) {
    for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
      this.fs.writeFile(`/${name}`, fs.readFileSync(path.join(folder, name)));
    }
  }

  /** Write what the program has put into the root folder to `folder`, as flash would keep it over a reset. */
  keep(folder) {
    for (const name of this.fs.readdir('/')) {
      const file = `/${name}`;
      if (this.firmware.has(file) || !this.fs.isFile(this.fs.stat(file).mode)) continue;
      fs.writeFileSync(path.join(folder, name), this.fs.readFile(file));
    }
    for (const name of fs.readdirSync(folder)) {
      if (!this.fs.analyzePath(`/${name}`).exists) fs.rmSync(path.join(folder, name));
    }
  }
}

// The MicroPython VM (official WebAssembly build) with a clock of ours under its time module.

import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const PACKAGE = '@micropython/micropython-webassembly-pyscript/micropython.mjs';

/**
 * Load the VM from the node_modules of `modules`. Gives {mp, bytes(address, count)}. Its output goes to `print` line by
 * line, or, where there is `write`, to that as it comes: bytes.
 */
export async function startVm({ modules, clock, heapBytes = 4 << 20, print, write }) {
  const resolved = createRequire(path.join(modules, 'here.js')).resolve(PACKAGE);
  const { loadMicroPython } = await import(pathToFileURL(resolved));
  let memory;
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (code, imports) => {
    // what time.ticks_ms() and time.time() are made of
    imports.env.mp_js_ticks_ms = () => Math.floor(clock.nowMs()) | 0;
    const made = await instantiate(code, imports);
    memory = (made.instance ?? made).exports.memory;
    return made;
  };
  const output = { stdout: write ?? print, stderr: write ?? print, linebuffer: !write };
  const mp = await loadMicroPython({ heapsize: heapBytes, pystack: 16 * 1024, ...output });
  WebAssembly.instantiate = instantiate;
  // a view is made anew each time: growing the memory replaces its buffer
  return { mp, bytes: (address, count) => new Uint8Array(memory.buffer, address, count) };
}

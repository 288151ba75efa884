// Viper source for a VM without a native emitter.
//
// The WebAssembly build of MicroPython compiles bytecode only. It reads over the annotations of a
// `@micropython.viper` function, so a `ptr16` parameter would be an ordinary object there. Here the text of such a
// function is rewritten, and nothing but the access through pointers changes:
//
//   * the decorator goes, and in its place a line of casts comes (line numbers stay as they were):
//     pointers become addresses (counted in elements), `int` parameters are wrapped to 32 bits;
//   * `p[i]` becomes `_m16[p + (i)]`, where `_m16` is one array over the whole memory of the VM: unsigned halfwords
//     and bytes, signed words, stores cut to the width, nothing allocated. See wasm/viper_memory.py.
//
// What this does not show: the wrap of an intermediate result at 32 bits (the emulator that runs the compiled
// machine code does). Pointer arithmetic is refused, as the firmware does without it.

const ELEMENT_SHIFT = { ptr: 2, ptr8: 0, ptr16: 1, ptr32: 2 };
const memoryName = (kind) => `_m${kind === 'ptr' ? '32' : kind.slice(3)}`;

/** A Python source in which every viper and native function can be run as bytecode. */
export function withoutEmitters(source, file) {
  const lines = source.split('\n');
  const out = [];
  for (let at = 0; at < lines.length; at++) {
    const decorator = /^([ \t]*)@micropython\.(viper|native)[ \t]*(#.*)?$/.exec(lines[at]);
    if (!decorator) {
      out.push(lines[at]);
      continue;
    }
    const [, indent, emitter] = decorator;
    const start = at + 1;
    let end = start;
    while (end < lines.length && !/:[ \t]*(#.*)?$/.test(lines[end])) end++;
    let after = end + 1;
    while (after < lines.length && (/^[ \t]*(#.*)?$/.test(lines[after]) || depth(lines[after]) > depth(indent))) after++;
    const header = lines.slice(start, end + 1);
    const body = lines.slice(end + 1, after);
    if (emitter === 'native') out.push('', ...header, ...body);
    else out.push(...header, ...viperBody(header.join('\n'), body.join('\n'), `${file}:${start + 1}`).split('\n'));
    at = after - 1;
  }
  return out.join('\n');
}

const depth = (line) => /^[ \t]*/.exec(line)[0].length;

/** The line of casts and the body in which pointers are read and written through the memory arrays. */
function viperBody(header, body, place) {
  const parameters = parametersOf(header, place);
  const pointers = new Map(parameters.filter((p) => p.type in ELEMENT_SHIFT).map((p) => [p.name, p.type]));
  const tokens = tokensOf(body);
  tokens.forEach((token, i) => {
    if (token.kind !== 'name' || !(token.text in ELEMENT_SHIFT)) return;
    const target = tokens[beforeSpace(tokens, beforeSpace(tokens, i))];
    if (tokens[beforeSpace(tokens, i)]?.text === '=' && target?.kind === 'name') pointers.set(target.text, token.text);
  });
  const first = body.split('\n').find((line) => line.trim() && !line.trim().startsWith('#'));
  const indent = /^[ \t]*/.exec(first)[0];
  const kinds = new Set(pointers.values());
  const casts = [...kinds].map((kind) => `${memoryName(kind)} = viper_memory.${memoryName(kind)}`);
  for (const { name, type } of parameters) {
    if (type in ELEMENT_SHIFT || type === 'int' || type === 'uint') casts.push(`${name} = viper_memory.${castName(type)}(${name})`);
  }
  const importing = casts.length ? `import viper_memory; ${casts.join('; ')}` : 'pass';
  return `${indent}${importing}\n${rewrite(tokens, pointers, place)}`;
}

const castName = (type) => `as_${type === 'ptr' ? 'ptr32' : type}`;

function parametersOf(header, place) {
  const inside = /\(([\s\S]*)\)/.exec(header.replace(/->[\s\S]*$/, ''));
  if (!inside) throw new Error(`${place}: no parameter list`);
  return inside[1]
    .replace(/#.*$/gm, '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [name, type = 'object'] = part.split('=')[0].split(':').map((word) => word.trim());
      return { name, type };
    });
}

/** Names, brackets, texts and the rest, such that joining them gives the source again. */
function tokensOf(source) {
  const pattern =
    /(?<text>[bf]?"""[\s\S]*?"""|[bf]?'''[\s\S]*?'''|[bf]?"(?:\\.|[^"\\\n])*"|[bf]?'(?:\\.|[^'\\\n])*'|#[^\n]*)|(?<name>[A-Za-z_]\w*)|(?<number>\d[\w.]*)|(?<space>[ \t]+)|(?<sign>\*\*=?|<<=?|>>=?|[-+*/%&|^]=|[=!<>]=|.|\n)/g;
  return [...source.matchAll(pattern)].map((match) => {
    const kind = Object.keys(match.groups).find((key) => match.groups[key] !== undefined);
    return { kind, text: match[0] };
  });
}

function beforeSpace(tokens, i) {
  do i--;
  while (tokens[i]?.kind === 'space');
  return i;
}

function afterSpace(tokens, i) {
  do i++;
  while (tokens[i]?.kind === 'space');
  return i;
}

function rewrite(tokens, pointers, place) {
  let out = '';
  for (let i = 0; i < tokens.length; i++) {
    const { kind, text } = tokens[i];
    const next = tokens[afterSpace(tokens, i)]?.text;
    const previous = tokens[beforeSpace(tokens, i)]?.text;
    if (kind === 'name' && text in ELEMENT_SHIFT && next === '(') {
      out += `viper_memory.${castName(text)}`;
    } else if (kind === 'name' && pointers.has(text) && previous !== '.') {
      const pointer = pointers.get(text);
      if (next === '[') {
        const open = afterSpace(tokens, i);
        const close = closing(tokens, open, place);
        out += `${memoryName(pointer)}[${text} + (${rewrite(tokens.slice(open + 1, close), pointers, place)})]`;
        i = close;
      } else if (next === '=') {
        out += text; // assigned from a cast, or the name of a keyword argument
      } else if (/^[-+]/.test(next) || /^[-+*]=?$/.test(previous ?? '')) {
        throw new Error(`${place}: arithmetic on the pointer ${text} is not supported off the chip; pass an offset`);
      } else {
        out += ELEMENT_SHIFT[pointer] ? `(${text} << ${ELEMENT_SHIFT[pointer]})` : text;
      }
    } else {
      out += text;
    }
  }
  return out;
}

function closing(tokens, open, place) {
  let level = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i].text === '[') level++;
    if (tokens[i].text === ']' && --level === 0) return i;
  }
  throw new Error(`${place}: a bracket is not closed`);
}

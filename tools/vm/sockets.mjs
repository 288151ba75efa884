// What lwIP is to the chip: sockets that never wait, with the queue lengths of ESP-IDF's defaults.

const UDP_MAILBOX = 6; // LWIP_UDP_RECVMBOX_SIZE: more than six waiting datagrams are lost
const TCP_SEND_BUFFER = 5760; // LWIP_TCP_SND_BUF_DEFAULT
export const AGAIN = -1;
const ERRNO = { EADDRINUSE: 112, ECONNREFUSED: 104, ECONNRESET: 104, EPIPE: 104, ETIMEDOUT: 116, EHOSTUNREACH: 118 };
const errnoOf = (code) => ERRNO[code] ?? 5;

export class Sockets {
  constructor(link, bytes) {
    this.link = link;
    this.bytes = bytes;
    this.all = new Map();
    this.nextId = 1;
    this.lost = 0; // datagrams that found a full mailbox
    const at = (name, handler) =>
      link.on(name, (event) => {
        const socket = this.all.get(event.id);
        if (socket) handler(socket, event);
      });
    at('datagram', (socket, event) => {
      const foreign = socket.peer && (socket.peer[0] !== event.from[0] || socket.peer[1] !== event.from[1]);
      if (foreign) return;
      if (socket.queue.length < UDP_MAILBOX) socket.queue.push(event);
      else this.lost++;
    });
    at('data', (socket, event) => socket.queue.push(event));
    at('connected', (socket) => (socket.connected = true));
    at('sent', (socket, event) => (socket.unsent -= event.count));
    at('end', (socket) => (socket.ended = true));
    at('error', (socket, event) => (socket.error = errnoOf(event.code)));
  }

  /** The functions that the VM's `socket` module calls; addresses are places in its memory. */
  module() {
    return {
      open: (udp) => this.open(udp),
      bind: (id, host, port) => this.bind(id, host, port),
      connect: (id, host, port) => this.connect(id, host, port),
      recv: (id, address, count) => this.recv(id, address, count),
      source_host: (id) => this.all.get(id).source[0],
      source_port: (id) => this.all.get(id).source[1],
      send: (id, address, count, host, port) => this.send(id, address, count, host, port),
      poll: (id) => this.poll(id),
      port: (id) => this.all.get(id).port,
      close: (id) => this.close(id),
      resolve: (host) => this.link.ask({ do: 'resolve', host }).address ?? '',
      lost: () => this.lost,
    };
  }

  open(udp) {
    const id = this.nextId++;
    this.all.set(id, {
      udp, queue: [], peer: null, source: ['', 0], port: 0, connected: false, connecting: false, ended: false, error: 0, unsent: 0,
    });
    if (udp) this.link.tell({ do: 'openUdp', id });
    return id;
  }

  bind(id, host, port) {
    const got = this.link.ask({ do: 'bindUdp', id, host, port });
    if (got.code) return -errnoOf(got.code);
    this.all.get(id).port = got.port;
    return 0;
  }

  connect(id, host, port) {
    const socket = this.all.get(id);
    if (socket.udp) socket.peer = [host, port];
    else {
      socket.connecting = true;
      this.link.tell({ do: 'connectTcp', id, host, port });
    }
  }

  /** Bytes put at `address`, 0 at the end of a stream, AGAIN, or a negative errno below it. */
  recv(id, address, count) {
    this.link.drain();
    const socket = this.all.get(id);
    const event = socket.queue[0];
    if (!event) return socket.error ? -socket.error : socket.ended ? 0 : AGAIN;
    const taken = Math.min(count, event.bytes.length);
    this.bytes(address, taken).set(event.bytes.subarray(0, taken));
    if (socket.udp || taken === event.bytes.length) socket.queue.shift(); // what a datagram has left over is lost
    else event.bytes = event.bytes.subarray(taken);
    if (socket.udp) socket.source = event.from;
    return taken;
  }

  send(id, address, count, host, port) {
    this.link.drain();
    const socket = this.all.get(id);
    if (socket.error) return -socket.error;
    if (socket.udp) {
      const to = port ? [host, port] : socket.peer;
      this.link.tell({ do: 'sendUdp', id, bytes: this.bytes(address, count).slice(), host: to[0], port: to[1] });
      return count;
    }
    if (!socket.connected) return AGAIN;
    const taken = Math.min(count, TCP_SEND_BUFFER - socket.unsent);
    if (taken === 0) return AGAIN;
    socket.unsent += taken;
    this.link.tell({ do: 'sendTcp', id, bytes: this.bytes(address, taken).slice() });
    return taken;
  }

  /** Bits as in MicroPython's stream.h: 1 readable, 4 writable, 8 error, 16 hung up. */
  poll(id) {
    this.link.drain();
    const socket = this.all.get(id);
    if (!socket) return 32;
    if (socket.udp) return (socket.queue.length ? 1 : 0) | 4;
    if (!socket.connecting) return 4 | 16; // a new socket
    const readable = socket.queue.length || socket.ended || socket.error ? 1 : 0;
    const writable = socket.error || (socket.connected && socket.unsent < TCP_SEND_BUFFER) ? 4 : 0;
    return readable | writable | (socket.error ? 8 : 0);
  }

  close(id) {
    if (this.all.delete(id)) this.link.tell({ do: 'close', id });
  }
}

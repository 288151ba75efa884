// The far end of link.mjs, in a thread of its own with an event loop: real UDP and TCP sockets, names, and the
// lines that a test writes to standard input (a pin pulled down, a voltage, a lost access point).

import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
import readline from 'node:readline';
import { workerData } from 'node:worker_threads';

const { port, answered } = workerData;
const sockets = new Map();

const say = (event) => port.postMessage(event);
const answer = (value) => {
  say({ name: 'answer', value });
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
};

const orders = {
  openUdp({ id }) {
    const socket = dgram.createSocket({ type: 'udp4', reuseAddr: false });
    socket.on('message', (bytes, from) => say({ name: 'datagram', id, bytes, from: [from.address, from.port] }));
    socket.on('error', (error) => say({ name: 'error', id, code: error.code }));
    sockets.set(id, socket);
  },
  bindUdp({ id, host, port: number }) {
    const socket = sockets.get(id);
    const failed = (error) => answer({ code: error.code });
    socket.once('error', failed);
    socket.bind(number, host, () => {
      socket.removeListener('error', failed);
      answer({ port: socket.address().port });
    });
  },
  sendUdp({ id, bytes, host, port: number }) {
    sockets.get(id)?.send(bytes, number, host);
  },
  connectTcp({ id, host, port: number }) {
    const socket = net.connect({ host, port: number, noDelay: true });
    socket.on('connect', () => say({ name: 'connected', id }));
    socket.on('data', (bytes) => say({ name: 'data', id, bytes }));
    socket.on('end', () => say({ name: 'end', id }));
    socket.on('error', (error) => say({ name: 'error', id, code: error.code }));
    sockets.set(id, socket);
  },
  sendTcp({ id, bytes }) {
    sockets.get(id)?.write(bytes, () => say({ name: 'sent', id, count: bytes.length }));
  },
  close({ id }) {
    const socket = sockets.get(id);
    sockets.delete(id);
    if (socket instanceof net.Socket) socket.end(() => socket.destroySoon());
    else socket?.close();
  },
  async resolve({ host }) {
    try {
      answer({ address: (await dns.promises.lookup(host, { family: 4 })).address });
    } catch (error) {
      answer({ code: error.code });
    }
  },
  listen() {
    // a socket, not a file stream: a pending read of a file would keep the process from ending
    const lines = readline.createInterface({ input: new net.Socket({ fd: 0, readable: true, writable: false }) });
    lines.on('line', (line) => say({ name: 'outside', ...JSON.parse(line) }));
  },
};

port.on('message', (order) => orders[order.do](order));

// The VM blocks its thread, so everything that needs an event loop lives in another one (world.mjs).
// This is the near end: calls that wait for an answer, and events that lie ready when somebody looks.

import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads';

export class Link {
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.answered = new Int32Array(new SharedArrayBuffer(4));
    this.worker = new Worker(new URL('./world.mjs', import.meta.url), {
      workerData: { port: port2, answered: this.answered },
      transferList: [port2],
    });
    this.handlers = new Map();
    this.answer = undefined;
  }

  /** `handler(event)` gets every event of `name` when drain() meets it. */
  on(name, handler) {
    this.handlers.set(name, handler);
  }

  /** Hand something over and go on. */
  tell(message) {
    this.port.postMessage(message);
  }

  /** Hand something over and wait for its answer. */
  ask(message) {
    this.answer = undefined;
    const before = Atomics.load(this.answered, 0);
    this.port.postMessage({ ...message, answer: true });
    while (this.answer === undefined) {
      Atomics.wait(this.answered, 0, before, 1000);
      this.drain();
    }
    return this.answer;
  }

  /** Let the handlers see what has happened outside. */
  drain() {
    for (let got = receiveMessageOnPort(this.port); got; got = receiveMessageOnPort(this.port)) {
      const event = got.message;
      if (event.name === 'answer') this.answer = event.value;
      else this.handlers.get(event.name)?.(event);
    }
  }
}

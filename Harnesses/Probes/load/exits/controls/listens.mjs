// exercise: {}
import { createServer } from "node:net";

// A server that nobody closes.
export function call() {
  return new Promise((resolve) => createServer().listen(0, "127.0.0.1", resolve)).then(() => {});
}

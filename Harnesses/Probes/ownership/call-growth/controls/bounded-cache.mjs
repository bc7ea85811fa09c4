// exercise: {}
const LIMIT = 10_000;
const cache = new Map();
let calls = 0;

// Grows over the first windows, and is full after them.
export function call() {
  if (cache.size < LIMIT) cache.set(calls++, {});
}

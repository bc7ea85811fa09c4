// exercise: {}
const tables = [];

// A megabyte, the first time.
export function call() {
  if (tables.length === 0) tables.push(new ArrayBuffer(1 << 20));
}

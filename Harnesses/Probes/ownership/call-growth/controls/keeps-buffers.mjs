// exercise: {}
const kept = new Set();

// Memory outside of V8's heap, which a buffer owns.
export function call() {
  kept.add(new ArrayBuffer(4096));
}

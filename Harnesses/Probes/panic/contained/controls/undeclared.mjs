// exercise: {}
// (module (func (export "call") unreachable))
const bytes = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 99, 97, 108, 108, 0, 0, 10, 5, 1, 3, 0, 0, 11,
]);
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));

// A panic of Rust in wasm is a trap.
export function call() {
  exports.call();
}

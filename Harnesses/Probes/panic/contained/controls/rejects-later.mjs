// exercise: {"raises": "TypeError"}
// A promise that nobody awaits is rejected.
export function call() {
  Promise.reject(new TypeError("malformed"));
  return new Promise((resolve) => setTimeout(resolve, 50));
}

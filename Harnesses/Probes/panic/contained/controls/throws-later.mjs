// exercise: {"raises": "TypeError"}
// Where nobody can catch it: out of a callback, while the call is waited for.
export function call() {
  setTimeout(() => {
    throw new TypeError("malformed");
  }, 1);
  return new Promise((resolve) => setTimeout(resolve, 50));
}

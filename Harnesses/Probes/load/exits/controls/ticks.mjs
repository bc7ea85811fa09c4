// exercise: {}
// A timer that nobody clears.
export function call() {
  setInterval(() => {}, 1000);
}

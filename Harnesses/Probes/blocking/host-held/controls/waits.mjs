// exercise: {"async": true}
// A promise that a timer settles.
export function call() {
  return new Promise((resolve) => setTimeout(resolve, 60));
}

// exercise: {"async": true}
// It returns a promise, and does all the work on the loop's thread before.
export async function call() {
  const until = performance.now() + 60;
  while (performance.now() < until);
}

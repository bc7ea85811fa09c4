// exercise: {"async": true}
// A call that is awaited keeps nothing either.
export async function call() {
  await new Promise((resolve) => setImmediate(resolve));
}

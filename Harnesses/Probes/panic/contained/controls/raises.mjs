// exercise: {"raises": "TypeError", "async": true}
// As a rejection of what the call returned.
export async function call() {
  throw new TypeError("malformed");
}

// exercise: {"raises": "RangeError", "async": true}
export async function call() {
  throw new RangeError("malformed");
}

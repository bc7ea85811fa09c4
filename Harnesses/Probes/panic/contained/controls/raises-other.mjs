// exercise: {"raises": "TypeError"}
export function call() {
  throw new RangeError("malformed");
}

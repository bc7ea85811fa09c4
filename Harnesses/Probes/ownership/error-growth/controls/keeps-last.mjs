// exercise: {"raises": "RangeError"}
let last;

export function call() {
  last = new RangeError("malformed");
  throw last;
}

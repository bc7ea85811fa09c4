// exercise: {"raises": "RangeError"}
const kept = [];

export function call() {
  const error = new RangeError("malformed");
  kept.push(error);
  throw error;
}

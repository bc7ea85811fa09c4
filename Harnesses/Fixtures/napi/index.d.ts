/** Splits and counts words; the sample target for Node. */

/** The words of a text, in order, in lower case. */
export function tokenize(text: string): string[];

/** The words of a text, one a line, as UTF-8; the memory stays the addon's and is freed with the buffer. */
export function encode(text: string): Buffer;

/** Calls back with each word of a text, in order; what the callback throws ends it and is thrown on. */
export function each(text: string, callback: (word: string) => void): void;

/** Reads `word=count` pairs separated by commas; throws `MalformedError` where it can't. */
export function parse(text: string): Array<[string, number]>;

/** What `parse` throws: an `Error` with the facts. */
export interface MalformedError extends Error {
  code: "MALFORMED";
  pair: string;
  position: number;
  expected: string;
}

/** Computes for so long on the calling thread; returns the number of rounds. */
export function busy(milliseconds: number): number;

/** Computes for so long on another thread. */
export function busyAsync(milliseconds: number): Promise<number>;

/** Panics, which arrives as an `Error` with the code `PANICKED`. */
export function panics(): never;

/** Counts words. */
export class Counter {
  constructor();

  /** Counts this word once more. */
  add(word: string): void;

  /** How often the word was added. */
  count(word: string): number;

  /** The `n` words that were added most often; equal ones in alphabetical order. */
  mostCommon(n: number): Array<[string, number]>;
}

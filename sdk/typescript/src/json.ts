// JSON whose decimals keep their digits. A decimal is a text ("12.50") in this library, because a JavaScript number has 53 bits;
// on the wire it is a JSON number. A document says where decimals are: every other number is a JavaScript number.

import { LosslessNumber, isSafeNumber, parse, stringify } from 'lossless-json';

/** An exact decimal number as a text: "12.50". Compute with a library for decimals, such as big.js. */
export type Decimal = string;

/** Where decimals are below a value: "d" for a decimal, the name of a shape, [shape] for the items of a list. */
export type Shape = string | readonly [Shape];
export type Shapes = Readonly<Record<string, Readonly<Record<string, Shape>>>>;

export function load(text: string, shapes: Shapes, shape: Shape | undefined): unknown {
  return plain(parse(text, undefined, { parseNumber: (digits) => new LosslessNumber(digits) }), shapes, shape);
}

function plain(value: unknown, shapes: Shapes, shape: Shape | undefined): unknown {
  if (value instanceof LosslessNumber) {
    // A number of which the document says nothing, and which a JavaScript number cannot hold, stays a text.
    return shape === 'd' || !isSafeNumber(value.value) ? value.value : Number(value.value);
  }
  if (Array.isArray(value)) {
    const inner = Array.isArray(shape) ? (shape[0] as Shape) : undefined;
    return value.map((item) => plain(item, shapes, inner));
  }
  if (value !== null && typeof value === 'object') {
    const members = typeof shape === 'string' ? shapes[shape] : undefined;
    const object = value as Record<string, unknown>;
    for (const name of Object.keys(object)) object[name] = plain(object[name], shapes, members?.[name]);
  }
  return value;
}

const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

export function dump(value: unknown, shapes: Shapes, shape: Shape | undefined): string {
  return stringify(exact(value, shapes, shape)) ?? 'null';
}

/** A text in the place of a decimal becomes a number with these digits; one that is no number goes as it is, and is refused. */
function exact(value: unknown, shapes: Shapes, shape: Shape | undefined): unknown {
  if (shape === 'd') return typeof value === 'string' && number.test(value) ? new LosslessNumber(value) : value;
  if (Array.isArray(value)) {
    const inner = Array.isArray(shape) ? (shape[0] as Shape) : undefined;
    return value.map((item) => exact(item, shapes, inner));
  }
  if (value !== null && typeof value === 'object') {
    const members = typeof shape === 'string' ? shapes[shape] : undefined;
    if (members === undefined) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, exact(item, shapes, members[name])]));
  }
  return value;
}

import { assert, assertEquals, assertThrows } from "@std/assert";
import { parse, stringify } from "@std/csv";
import fc from "fast-check";
import { ForeignError, readCsv } from "./read_csv.ts";

function read(text: string | string[], wanted: string[] = ["run"]) {
  const warnings: string[] = [];
  const table = readCsv(text, wanted, (message) => warnings.push(message));
  return { ...table, rows: [...table.rows], warnings };
}

Deno.test("a whole file is read as it is", () => {
  const { columns, rows, warnings } = read('\uFEFFrun,epoch\r\n"a, ""b""",1\r\nc,2\r\n');
  assertEquals([columns, warnings], [["run", "epoch"], []]);
  assertEquals(rows, [['a, "b"', "1"], ["c", "2"]]);
});

Deno.test("what is not whole is left out and told", () => {
  const cases: [string, string[], string[]][] = [
    ["run,epoch\na,1\nb,", ["a"], ["line 3 is half-written"]],
    ["run,epoch\na,1\nb\nc,3\n", ["a", "c"], ["row 2 has 1 of 2 columns"]],
    ["run,epoch\na,1\nb,2,3\n", ["a"], ["row 2 has 3 of 2 columns"]],
    ['run,epoch\na,1\n"b,2\nc,3\n', ["a", "c"], ["line 3 can't be read"]],
    [
      "run,epoch\n" + 'a"b,1\n'.repeat(5) + "c,2\n",
      ["c"],
      [2, 3, 4].map((i) => `line ${i} can't be read`).concat("2 more lines can't be read"),
    ],
    [
      "run,epoch\n" + "x\n".repeat(5),
      [],
      [1, 2, 3].map((i) => `row ${i} has 1 of 2 columns`)
        .concat("2 more rows have the wrong number of columns"),
    ],
  ];
  for (const [text, runs, told] of cases) {
    const { rows, warnings } = read(text);
    assertEquals([rows.map(([run]) => run), warnings], [runs, told]);
  }
});

Deno.test("an empty file and one of another program are refused", () => {
  assertThrows(() => read(" \n"), ForeignError, "it is empty");
  assertThrows(() => read("date,price\n1,2\n"), ForeignError, "it has no column run (found date, price)");
  assertThrows(() => read("half a head"), ForeignError, "it has no column run (found nothing)");
});

Deno.test("no text makes it fail in another way", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", " ", "1", "run") }), (text) => {
      try {
        for (const row of read(text).rows) assertEquals(typeof row[0], "string");
      } catch (error) {
        if (!(error instanceof ForeignError)) throw error;
      }
    }),
  );
});

Deno.test("without quotation marks it is what the parser of all CSV makes of it", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", ",", "\n", " ", "run", "1") }), (body) => {
      const text = `run,epoch\n${body}\n`, [, ...records] = parse(text);
      const whole = records.filter(({ length }) => length === 2);
      assertEquals(read(text).rows, whole);
    }),
  );
});

Deno.test("in pieces, wherever they were cut, it is what it is as a whole", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", " ", "1"), maxLength: 6 });
  const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(table, fc.constantFrom("", "half"), fc.integer({ min: 1, max: 9 }), (rows, rest, size) => {
      const text = `\uFEFFrun,epoch\r\n${stringify(rows)}${rest}`,
        { columns, warnings, rows: whole } = read(text);
      const pieces = Array.from(
        { length: Math.ceil(text.length / size) },
        (_, i) => text.slice(i * size, (i + 1) * size),
      );
      assertEquals(read(pieces), { columns, warnings, rows: whole });
    }),
  );
});

Deno.test("a quotation mark that nothing closes damages what is near it, and takes no more memory for it", () => {
  const line = "b,".padEnd(2 ** 16, "x") + "\n", pieces = Array.from({ length: 40 }, () => line);
  const { rows, warnings } = read(["run,epoch\n", '"a,1\n', ...pieces]);
  assertEquals([rows.length, warnings], [40, ["line 2 can't be read"]]);
});

Deno.test("a line that does not end is not waited for", () => {
  let pieces = 0;
  function* endless() {
    while (pieces++ < 1000) yield "\0".repeat(2 ** 20);
  }
  assertThrows(() => readCsv(endless(), ["run"], () => {}), ForeignError, "a line that does not end");
  assert(pieces < 20);
});

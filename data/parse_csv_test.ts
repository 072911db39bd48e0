import { DataError } from "@chainrule/core";
import { assertEquals, assertThrows } from "@std/assert";
import { parseCsv } from "./parse_csv.ts";

Deno.test("parseCsv() reads many lines, of any ending", () => {
  const count = 1234, pixels = 4;
  const numbers = Array.from({ length: count }, (_, i) => [i % 47, i % 256, 255, 0, 7]);
  const header = "label,pixel0,pixel1,pixel2,pixel3";
  for (const end of ["\n", "\r\n"]) {
    for (const last of ["", end]) {
      const text = `\ufeff${[header, ...numbers.map((row) => row.join(","))].join(end)}${last}`;
      const { images, labels, ...rest } = parseCsv(text, { name: "kaggle" });
      assertEquals(rest, { name: "kaggle", count, rows: 2, columns: 2, classes: 47 });
      assertEquals([...labels], numbers.map(([label]) => label));
      assertEquals([...images], numbers.flatMap(([, ...image]) => image));
      assertEquals(images.length, count * pixels);
    }
  }
  const plain = numbers.map((row) => row.join(",")).join("\n"), quoted = plain.replaceAll(/\b7\b/g, '"7"');
  for (const text of [plain, quoted, `${header}\n${quoted}`]) {
    const { images, labels, rows } = parseCsv(text);
    assertEquals([labels.length, rows, ...images], [count, 2, ...numbers.flatMap(([, ...image]) => image)]);
  }
  const wide = parseCsv("label,a,b,c,d,e,f\n1,1,2,3,4,5,6", { rows: 2, classes: 26 });
  assertEquals([wide.rows, wide.columns, wide.classes], [2, 3, 26]);
});

Deno.test("parseCsv() says what is wrong, and where", () => {
  const header = "label,pixel0";
  const cases: [string, string, number?][] = [
    ["", "its first column is missing, want label"],
    ["pixel0,pixel1\n1,2", "its first column is pixel0, want label"],
    [header, "it has 0 images of 1 pixels, want some"],
    ["label\n1", "it has 1 images of 0 pixels, want some"],
    ["label,a,b\n1,2,3", "its images have 2 pixels, want a square"],
    ["label,a,b,c\n1,2,3,4", "its images have 3 pixels, want a multiple of 2", 2],
    [`${header}\n1,2\n1`, "line 3 has 1 entries, want 2"],
    [`${header}\n1,256`, 'line 2 has "256" as pixel0, want a whole number from 0 to 255'],
    [`${header}\n1,2\n-1,2`, 'line 3 has "-1" as label, want a whole number from 0 to 255'],
    [`${header}\n1,`, 'line 2 has "" as pixel0'],
    [`${header}\n1,0.5`, 'line 2 has "0.5" as pixel0'],
    [`${header}\n1,2"2`, "line 2 or one after it is no CSV"],
    ['"label,pixel0\n1,2', "line 1 or one after it is no CSV"],
    ["1,2,3,4,5\n1,2,3,4", "line 2 has 4 entries, want 5"],
    ["1,2\n1,2\n1,2,3", "line 3 has 3 entries, want 2"],
    ["1,2\n1,2\n1,999", 'line 3 has "999" as column 2, want a whole number from 0 to 255'],
    ["256,2", 'line 1 has "256" as column 1'],
    [`${header}\n1,x`, 'line 2 has "x" as pixel0'],
  ];
  for (const [text, message, rows] of cases) {
    assertThrows(() => parseCsv(text, { rows, name: "a.csv" }), DataError, `Cannot read a.csv: ${message}`);
  }
  assertThrows(() => parseCsv(`${header}\n\n1,2`), DataError, "Cannot read csv: ");
});

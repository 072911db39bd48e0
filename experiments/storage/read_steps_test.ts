import { assertEquals, assertThrows } from "@std/assert";
import { ForeignError } from "./read_csv.ts";
import { FORMATS } from "./read_formats.ts";
import { stepsByRun } from "./read_steps.ts";
import { tableRows } from "./read_table.ts";

function read(rows: string, most?: number) {
  const warnings: string[] = [], warn = (message: string) => void warnings.push(message);
  const text = `run,epoch,iteration,batch_loss,batch_accuracy\n${rows}`;
  const steps = stepsByRun(tableRows(text, FORMATS["iterations.csv"], warn), warn, most);
  return { steps: Object.fromEntries([...steps].map(([run, log]) => [run, [...log]])), warnings };
}

const step = (epoch: number, iteration: number, loss: number, accuracy: number) => (
  { type: "step", epoch, iteration, images: 0, loss, accuracy }
);

Deno.test("the steps of each run, in whatever order the runs are", () => {
  const { steps, warnings } = read("a,1,1,2.5,0.1\nb,1,1,NaN,0\na,2,11,0.5,1\n");
  assertEquals([steps, warnings], [{
    a: [step(1, 1, 2.5, 0.1), step(2, 11, 0.5, 1)],
    b: [step(1, 1, NaN, 0)],
  }, []]);
});

Deno.test("steps that come again are left out and told, and so is what can't be one", () => {
  const { steps, warnings } = read("a,1,5,1,0\na,1,5,2,0\na,1,4,3,0\na,1,x,4,0\na,1,6,5,0\n");
  assertEquals(steps.a.map(({ loss }) => loss), [1, 5]);
  assertEquals(warnings, [
    "a row was left out: iteration 5 of a comes again",
    "a row was left out: iteration 4 of a comes again",
    'row 4 was left out: iteration is "x", want a whole number from 1',
  ]);
});

Deno.test("more steps than memory is to be taken for are refused", () => {
  const rows = "a,1,1,0,0\na,1,2,0,0\na,1,3,0,0\n";
  assertEquals(read(rows, 3).steps.a.length, 3);
  assertThrows(() => read(rows, 2), ForeignError, "it has more than 2 rows");
});

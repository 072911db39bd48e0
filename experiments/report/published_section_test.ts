import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Files, lossFiles, matrixFiles, publishedFiles, studyFiles } from "./fixtures.ts";
import { publishedSection } from "./published_section.ts";
import { readFiles } from "./test_files.ts";

async function section(files: Files, folder = "loss") {
  const { studies } = await readFiles(files);
  return publishedSection(studies.find((study) => study.folder === folder)!, studies);
}

Deno.test("published, reproduced and as published, side by side", async () => {
  const { table, remarks } = (await section({ ...lossFiles(), ...publishedFiles() }))!;
  assertEquals([...new Set(table.columns.map(({ group }) => group))], [
    undefined,
    "Published",
    "Reproduced",
    "As published",
  ]);
  const hinge = table.rows.find(([name]) => name.text === "hinge")!.map(({ text }) => text);
  assertEquals(hinge.slice(0, 4), ["hinge", "98.81", "0.2411", "165.8"]);
  assert(/^97\.\d\d ± 0\.\d\d$/.test(hinge[4]));
  assert(/^39\.\d\d$/.test(hinge[9]));
  const text = remarks.join("\n");
  assertStringIncludes(
    text,
    "The published tables state learning rate 1e-5 and weight decay 0.1. Trained so",
  );
  assertStringIncludes(text, "The published accuracy of hinge is nearer to our training set figure");
});

Deno.test("what is missing or different is said", async () => {
  const { table, remarks } = (await section(lossFiles(3)))!;
  assert(!table.columns.some(({ group }) => group === "As published"));
  const text = remarks.join("\n");
  assertStringIncludes(
    text,
    "deno task experiment loss --preset published --out results/published adds them",
  );
  assertStringIncludes(text, "not comparable: 3 epochs");
  assert(!text.includes("nearer to our training set"));
});

Deno.test("of the AlexNet-inspired network and of hinge with tanh there are other figures", async () => {
  const one = (name: string, settings: Record<string, unknown>) =>
    section(
      studyFiles({
        name,
        title: "",
        question: "",
        variants: [{ name: "x", accuracy: 0.97, loss: 0.1 }],
        settings,
      }),
      name,
    );
  const alexnet = await one("alexnet", {
    ...{ hidden: [512, 256, 128], activation: ["tanh", "selu", "tanh"], epochs: 50, initStd: 0.005 },
  });
  assertEquals(alexnet!.table.rows[0][1].text, "97.27");
  assert(!alexnet!.remarks.join().includes("not comparable"));
  assertEquals((await one("activation", {}))!.table.rows[0][1].text, "98.97");
  assertEquals(await section(matrixFiles(), "matrix"), undefined);
});

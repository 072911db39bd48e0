import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { findings } from "./findings.ts";
import {
  exponentialFiles,
  type Files,
  gridFiles,
  lossFiles,
  stabilityFiles,
  studyFiles,
} from "./fixtures.ts";
import { readFiles } from "./test_files.ts";

/** The sentences without the study's own. */
async function sentences(files: Files): Promise<string> {
  const kept = Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith("conclusion.txt")));
  const { studies: [study] } = await readFiles(kept);
  return findings(study).join("\n");
}

const two = (accuracies: [number, number], seeds = 1): Files =>
  studyFiles({
    ...{ name: "loss", title: "Two", question: "Which?", seeds, epochs: 4 },
    variants: accuracies.map((accuracy, i) => ({ name: "ab"[i], accuracy, loss: 0.1 })),
  });

Deno.test("the ranking, the differences that stand, epochs and cost", async () => {
  const text = await sentences(lossFiles());
  for (
    const part of [
      /^hinge \(97\.\d\d ± 0\.\d\d %\) reaches the highest test accuracy, mean of 5 seeds; focal .* is last, 6\.\d\d points behind\.$/m,
      /^5 of 6 differences stand .*such as hinge over focal by 6\.58 points/m,
      /^Not told apart: kl-div and softmax-cross-entropy \(p = 0\.600\)\.$/m,
      /^95 % is reached first by hinge, after \d+\.\d epochs, .*; never by focal\.$/m,
      /^An epoch takes least time with/m,
    ]
  ) assert(part.test(text), `${part} in ${text}`);
});

Deno.test("one seed is called one seed", async () => {
  assertStringIncludes(
    await sentences(two([0.97, 0.9695])),
    "There is one seed, so no difference is tested.",
  );
  assertStringIncludes(
    await sentences(two([0.97, 0.9695])),
    "the order of neighbours as close as that is chance",
  );
  assertStringIncludes(await sentences(two([0.97, 0.9])), "less than between neighbours here");
});

Deno.test("the study's own conclusion comes first and is not repeated", async () => {
  const { studies: [study] } = await readFiles(lossFiles());
  const said = findings(study);
  assertEquals(
    said[0],
    "Hinge is most accurate on the test set. The two that are the same mathematics agree.",
  );
  assert(!said.join().includes("differences stand"));
  assert(said.join().includes("95 % is reached first by hinge"));
});

Deno.test("divergences, softmax, functions and trials", async () => {
  const stability = await sentences(stabilityFiles());
  assertStringIncludes(stability, "2 of 4 runs diverged: selu 0.1 in epoch 1, step 17 (output of selu 1)");
  assertStringIncludes(
    stability,
    "Softmax, plain: underflow at shifts -200 to -100 and overflow at shifts 80 to 1000",
  );
  assertStringIncludes(stability, "Softmax, shifted: right at all 8 shifts");
  assertStringIncludes(await sentences(exponentialFiles()), "In tanh, taylor is fastest");
  const grid = await sentences(gridFiles());
  assertStringIncludes(
    grid,
    "Of 48 trials the best is t014: hidden layers 256-128, activation tanh, learning rate 0.01",
  );
  assertStringIncludes(grid, "Trained on all training images it reaches 97.");
  assertStringIncludes(grid, "23 were stopped early");
  assertStringIncludes(grid, "Of learning rate, 0.001 does best (97.50 % on average).");
});

import { augment, syntheticDigits } from "@chainrule/data";
import { assertEquals } from "@std/assert";
import { augmentationText, parseAugmentation } from "./augmentation.ts";

const digits = syntheticDigits({ train: 1, test: 1 }).train;

Deno.test("a setting of distortions is read, and written in one way", () => {
  const cases: Record<string, string> = {
    "none": "none",
    "rotation=10,shift=2": "shift=2+rotation=10",
    "elastic=34 + smoothness=5.5": "elastic=34+smoothness=5.5",
    "scale=.1": "scale=0.1",
    "shift=0,smoothness=4": "none",
  };
  for (const [text, written] of Object.entries(cases)) {
    const read = parseAugmentation(text)!;
    assertEquals(augmentationText(read), written);
    assertEquals(augmentationText(parseAugmentation(written)!), written);
    augment(digits, read); // which knows all of them
  }
});

Deno.test("what is no setting of distortions is refused", () => {
  for (
    const text of [
      "",
      "shift",
      "shift=",
      "shift=-1",
      "shift=1e3",
      "zoom=2",
      "shift=1,shift=2",
      "none,shift=1",
    ]
  ) {
    assertEquals(parseAugmentation(text), undefined);
  }
});

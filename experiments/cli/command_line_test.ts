import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../study/usage_error.ts";
import { CommandLine } from "./command_line.ts";
import { helpOf } from "./help.ts";
import { belongsTo, flag, HELP, notWith, option, withDefaults } from "./option.ts";
import { number, text, whole } from "./values.ts";

const TRAINING = withDefaults({ stepSize: 1e-4 }, {
  stepSize: option("X", "how far a step goes", number(0)),
});
const RUNNING = {
  out: option("DIR", "where it goes", text("a folder"), { default: "results" }),
  jobs: option("N", "how many at once", whole(1), { rules: [notWith(["dryRun"], ", which does nothing")] }),
  dryRun: flag("does nothing", { rules: [(_, day) => day === "Friday" ? "on a Friday" : undefined] }),
  sure: flag("really", { rules: [belongsTo("dryRun")] }),
};
const OPTIONS = { ...TRAINING, ...RUNNING, help: HELP };

Deno.test("values come from the words, else from the table", () => {
  const line = new CommandLine(["a", "--step-size", "2", "--jobs=3", "--dry-run", "b"], OPTIONS);
  assertEquals(line.positional, ["a", "b"]);
  assertEquals(line.values(TRAINING), { stepSize: 2 });
  assertEquals(line.values(RUNNING), { out: "results", jobs: 3, dryRun: true, sure: false });
  assertEquals([...line.given], ["stepSize", "jobs", "dryRun"]);
  assertEquals(new CommandLine([], OPTIONS).values(TRAINING), { stepSize: 1e-4 });
});

Deno.test("rules see what is given, a flag that is false not being there, and what the command knows", () => {
  const check = (day: string, ...words: string[]) => new CommandLine(words, OPTIONS).check(day);
  check("Monday", "--jobs", "2", "--dry-run=false", "--sure=false");
  const wrong: [string, string[], string][] = [
    ["Monday", ["--jobs", "2", "--dry-run"], "Cannot use --jobs with --dry-run, which does nothing"],
    ["Monday", ["--sure"], "Cannot use --sure here: it belongs to --dry-run"],
    ["Friday", ["--dry-run"], "Cannot use --dry-run on a Friday"],
  ];
  for (const [day, words, message] of wrong) assertThrows(() => check(day, ...words), UsageError, message);
});

Deno.test("the help has each option under its heading, with its default", () => {
  const help = helpOf({
    about: "Does it.",
    usage: "deno task it [options]",
    words: { "Words": { word: "what to do" } },
    sections: { "Training": TRAINING, "Running": { ...RUNNING, help: HELP } },
    notes: ["A note."],
    examples: ["deno task it --jobs 2"],
    exitCodes: "0 done.",
  });
  const wanted = [
    "Does it.",
    "",
    "  deno task it [options]",
    "",
    "Words",
    "  word                    what to do",
    "",
    "Training",
    "  --step-size X           how far a step goes [1e-4]",
    "",
    "Running",
    "  --out DIR               where it goes [results]",
    "  --jobs N                how many at once",
    "  --dry-run               does nothing",
    "  --sure                  really",
    "  --help                  this text (also -h)",
    "",
    "A note.",
    "",
    "  deno task it --jobs 2",
    "",
    "Exit codes: 0 done.",
    "",
  ];
  assertEquals(help.split("\n"), wanted);
});

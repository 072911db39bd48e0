import { startThreads } from "@chainrule/core";
import { Estimate } from "../../runner/estimate.ts";
import { formatClock, plural } from "../../study/format.ts";
import type { StudyData } from "../../study/study_data.ts";
import type { Invocation } from "./invocation.ts";
import { jobsOf } from "./jobs.ts";
import { threadsOf } from "./train.ts";

/** How long several studies will take on this machine, in a line, from some measured steps of each network. */
export async function estimateText(invocation: Invocation, data: StudyData): Promise<string> {
  const { asked } = invocation;
  const withJobs = asked.map((study) => ({ study, jobs: jobsOf(study, study.runs.length, invocation) }));
  let seconds = 0;
  for (const alone of [true, false]) {
    const estimate = new Estimate(data);
    const helpers = alone ? await startThreads(threadsOf(invocation)) : undefined;
    try {
      for (const { study, jobs } of withJobs) {
        if ((jobs === 1) === alone) seconds += estimate.study(study) / Math.min(jobs, study.runs.length);
      }
    } finally {
      helpers?.stop();
    }
  }
  const runs = asked.reduce((sum, { runs }) => sum + runs.length, 0);
  return `${asked.length} studies, ${plural(runs, "run")}: about ${
    formatClock(seconds)
  } in all on this machine, by some ` +
    "measured steps of each network; what is finished already is not trained again.\n\n";
}

"""What the Python peers have in common. Nothing here imports NumPy: threads and OpenBLAS are set before that."""

import json
import os
import struct
import sys
import time


def read_job():
    """The job, with the settings of its threads and of OpenBLAS in the environment."""
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    set_environment(job["threads"], job["coreType"])
    return job


def set_environment(threads, core_type):
    """To be called before a library is loaded. An empty `core_type` lets OpenBLAS choose."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ[name] = str(threads)
    if core_type:
        os.environ["OPENBLAS_CORETYPE"] = core_type
    else:
        os.environ.pop("OPENBLAS_CORETYPE", None)


def read_bytes(job, name):
    """A file of the job."""
    with open(os.path.join(job["folder"], name), "rb") as file:
        return bytearray(file.read())


def read_order(job):
    """The numbers of the images in the order of training, epoch after epoch."""
    data = read_bytes(job, "order.u32")
    return struct.unpack(f"<{len(data) // 4}I", data)


def layer_shapes(job):
    """(inputs, outputs) of each linear layer."""
    return list(zip(job["sizes"][:-1], job["sizes"][1:]))


def race(job, version, make):
    """
    Trains for the epochs of the job, or until its seconds are over, and prints what came of it as JSON.
    `make()` gives a new model, as a function that takes a step: the number of the batch to its loss.
    """
    steps = job["steps"]
    step, start = make(), time.perf_counter()
    for i in range(min(100, steps)):  # what the first steps alone do: allocate, compile, fill caches
        if time.perf_counter() - start > 1:
            break
        step(i)
    step = make()
    losses, laps, done, late = [], [], 0, False
    start = lap = time.perf_counter()
    while len(laps) < job["epochs"] and not late:
        loss = step(done)
        done += 1
        now = time.perf_counter()
        if done <= steps:
            losses.append(loss)
        late = now - start > job["seconds"]
        if late or done % steps == 0:
            laps.append({"steps": (done - 1) % steps + 1, "seconds": now - lap})
            lap = now
    print(json.dumps({"version": version, "laps": laps, "losses": losses}))

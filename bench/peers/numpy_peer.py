"""NumPy: the passes written by hand, in place where NumPy can."""

from harness import layer_shapes, race, read_bytes, read_job, read_order

job = read_job()

import numpy as np  # noqa: E402 (after the environment is set)

dtype, batch = np.dtype(job["dtype"]), job["batch"]
images = np.frombuffer(read_bytes(job, "images.u8"), np.uint8).reshape(-1, job["sizes"][0])
images = images.astype(dtype) / dtype.type(255)
labels = np.frombuffer(read_bytes(job, "labels.u8"), np.uint8).astype(np.intp)
order = np.array(read_order(job), np.intp)
first_weights = np.frombuffer(read_bytes(job, "weights.f32"), np.float32)
rate, momentum, decay = (dtype.type(job[name]) for name in ("learningRate", "momentum", "weightDecay"))


def make():
    """A new model."""
    weights, biases, start = [], [], 0
    for inputs, outputs in layer_shapes(job):
        end = start + inputs * outputs
        weights.append(first_weights[start:end].reshape(inputs, outputs).astype(dtype))
        biases.append(first_weights[end:end + outputs].astype(dtype))
        start = end + outputs
    count = len(weights)
    gradients = [np.empty_like(w) for w in weights]
    velocities = [np.zeros_like(p) for p in weights + biases]
    scratch = [np.empty_like(p) for p in weights + biases]
    outputs = [np.empty((batch, w.shape[1]), dtype) for w in weights]
    x0, rows = np.empty((batch, job["sizes"][0]), dtype), np.arange(batch)

    def step(i):
        at = i * batch
        chosen = order[at:at + batch]
        np.take(images, chosen, axis=0, out=x0, mode="clip")
        target = labels[chosen]

        h = x0
        for layer, (w, b, y) in enumerate(zip(weights, biases, outputs), 1):
            np.dot(h, w, out=y)
            y += b
            h = np.tanh(y, out=y) if layer < count else y

        h -= h.max(axis=1, keepdims=True)
        picked = h[rows, target]
        np.exp(h, out=h)
        sums = h.sum(axis=1, keepdims=True)
        loss = float((np.log(sums[:, 0]) - picked).mean())
        h /= sums
        h[rows, target] -= 1
        h /= batch

        dy, bias_gradients = h, [None] * count
        for layer in reversed(range(count)):
            x = outputs[layer - 1] if layer else x0
            np.dot(x.T, dy, out=gradients[layer])
            bias_gradients[layer] = dy.sum(axis=0)
            if layer:
                dx = np.dot(dy, weights[layer].T)
                x *= x
                np.subtract(1, x, out=x)
                dx *= x
                dy = dx

        for p, g, v, s in zip(weights + biases, gradients + bias_gradients, velocities, scratch):
            v *= momentum
            v += g
            v += np.multiply(p, decay, out=s)
            p -= np.multiply(v, rate, out=s)
        return loss

    return step


race(job, np.__version__, make)

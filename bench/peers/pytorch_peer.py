"""PyTorch on the processor, as its tutorials have it."""

from harness import layer_shapes, race, read_bytes, read_job, read_order

job = read_job()

import torch  # noqa: E402 (after the environment is set)

torch.set_num_threads(job["threads"])
batch = job["batch"]
images = torch.frombuffer(read_bytes(job, "images.u8"), dtype=torch.uint8)
images = images.reshape(-1, job["sizes"][0]).to(torch.float32).div_(255)
labels = torch.frombuffer(read_bytes(job, "labels.u8"), dtype=torch.uint8).long()
order = torch.tensor(read_order(job))
first_weights = torch.frombuffer(read_bytes(job, "weights.f32"), dtype=torch.float32)


def make():
    """A new model."""
    layers, start = [], 0
    for inputs, outputs in layer_shapes(job):
        linear, end = torch.nn.Linear(inputs, outputs), start + inputs * outputs
        with torch.no_grad():
            linear.weight.copy_(first_weights[start:end].reshape(inputs, outputs).T)
            linear.bias.copy_(first_weights[end:end + outputs])
        start = end + outputs
        layers += [linear, torch.nn.Tanh()]
    model, criterion = torch.nn.Sequential(*layers[:-1]), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(
        model.parameters(), lr=job["learningRate"], momentum=job["momentum"], weight_decay=job["weightDecay"]
    )

    def step(i):
        chosen = order[i * batch:(i + 1) * batch]
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(model(images[chosen]), labels[chosen])
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


race(job, torch.__version__, make)

"""Writes pytorch.json: what PyTorch's RMSprop and OneCycleLR do. Made with PyTorch 1.13.0 (python3-torch of Debian 12)."""
import json
import pathlib

import torch

torch.manual_seed(1)
STEPS = 12

rmsprop = []
start = torch.randn(6, dtype=torch.float64)
gradients = torch.randn(STEPS, 6, dtype=torch.float64)
for options in [
    {},
    {"lr": 0.05, "alpha": 0.9, "eps": 1e-3},
    {"lr": 0.02, "momentum": 0.9, "weight_decay": 0.1},
    {"lr": 0.02, "centered": True},
    {"lr": 0.02, "centered": True, "momentum": 0.5, "weight_decay": 0.01},
]:
    w = start.clone().requires_grad_()
    optimizer = torch.optim.RMSprop([w], **options)
    values = []
    for gradient in gradients:
        w.grad = gradient.clone()
        optimizer.step()
        values.append(w.detach().tolist())
    rmsprop.append({"options": options, "values": values})

one_cycle = []
for steps, options in [(20, {}), (50, {"pct_start": 0.2, "div_factor": 10.0, "final_div_factor": 100.0})]:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=0.5, total_steps=steps, cycle_momentum=False, **options
    )
    rates = []
    for step in range(steps):
        rates.append(scheduler.get_last_lr()[0])
        optimizer.step()
        if step + 1 < steps:
            scheduler.step()
    one_cycle.append({"steps": steps, "options": options, "rates": rates})

data = {
    "source": f"PyTorch {torch.__version__}, float64; pytorch.py",
    "start": start.tolist(),
    "gradients": gradients.tolist(),
    "rmsprop": rmsprop,
    "one_cycle": one_cycle,
}
pathlib.Path(__file__).with_name("pytorch.json").write_text(json.dumps(data, indent=1) + "\n")

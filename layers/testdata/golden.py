"""Writes golden.json: values and gradients of PyTorch's layers, in float64. Made with PyTorch 1.13.0 (python3-torch of Debian 12)."""
import json
import pathlib

import torch

torch.manual_seed(1)


def normals(*shape, scale=3.0):
    return scale * torch.randn(*shape, dtype=torch.float64)


def case(layer, x):
    """One pass forward and backward."""
    x, layer = x.clone().requires_grad_(), layer.double()
    dy = normals(*x.shape, scale=1.0)
    for parameter in layer.parameters():
        parameter.grad = None
    y = layer(x)
    y.backward(dy)
    return {
        "x": x.detach().tolist(),
        "dy": dy.tolist(),
        "y": y.detach().tolist(),
        "dx": x.grad.tolist(),
        "gradients": {name: parameter.grad.tolist() for name, parameter in layer.named_parameters()},
        "buffers": {name: buffer.tolist() for name, buffer in layer.named_buffers() if buffer.dim()},
    }


def randomized(layer):
    """With parameters that are not those of the beginning."""
    with torch.no_grad():
        for parameter in layer.double().parameters():
            parameter.copy_(1 + 0.5 * torch.randn_like(parameter))
    return layer


def parameters(layer):
    return {name: parameter.tolist() for name, parameter in layer.named_parameters()}


points = torch.cat([normals(20), torch.tensor([-50.0, -5.0, 5.0, 50.0], dtype=torch.float64)])
activations = {
    "LeakyRelu": case(torch.nn.LeakyReLU(), points),
    "LeakyRelu of 0.2": case(torch.nn.LeakyReLU(0.2), points),
    "Mish": case(torch.nn.Mish(), points),
}

norms = {}
for name, layer in [
    ("PRelu", torch.nn.PReLU()),
    ("PRelu of 5", randomized(torch.nn.PReLU(5))),
    ("LayerNorm", randomized(torch.nn.LayerNorm(5))),
    ("BatchNorm", randomized(torch.nn.BatchNorm1d(5))),
]:
    begin = parameters(layer)
    passes = [case(layer, normals(rows, 5) + 2) for rows in [4, 7, 2]]
    layer.eval()
    norms[name] = {"parameters": begin, "training": passes, "evaluation": case(layer, normals(3, 5))}

data = {"source": f"PyTorch {torch.__version__}; golden.py", "activations": activations, "layers": norms}
pathlib.Path(__file__).with_name("golden.json").write_text(json.dumps(data, indent=1) + "\n")

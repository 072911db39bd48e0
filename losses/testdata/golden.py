"""Writes golden.json: values of PyTorch's losses and scikit-learn's metrics, all in float64.

Made with PyTorch 1.13.0 and scikit-learn 1.2.1 (python3-torch and python3-sklearn of Debian 12). The expected calibration error
is that of C. Guo and others, "On calibration of modern neural networks", 2017, written out in NumPy.
"""
import json
import pathlib

import numpy
import sklearn
import sklearn.metrics
import torch
from torch.nn import functional

torch.manual_seed(1)


def case(loss, logits, targets, **options):
    logits = logits.clone().requires_grad_()
    value = loss(logits)
    value.backward()
    return {
        **options,
        "logits": logits.detach().tolist(),
        "targets": targets.tolist(),
        "value": value.item(),
        "dlogits": logits.grad.tolist(),
    }


def normals(*shape, scale=3.0):
    return scale * torch.randn(*shape, dtype=torch.float64)


mse = []
for shape in [(1, 1), (4, 3), (7, 5)]:
    x, t = normals(*shape), normals(*shape)
    mse.append(case(lambda x: functional.mse_loss(x, t), x, t))

bce = []
for shape, scale in [((1, 1), 1.0), ((4, 3), 3.0), ((7, 5), 300.0)]:
    x = normals(*shape, scale=scale)
    for t in [torch.rand(*shape, dtype=torch.float64), (torch.rand(*shape) < 0.5).double()]:
        bce.append(case(lambda x: functional.binary_cross_entropy_with_logits(x, t), x, t))

cross_entropy = []
for classes, smoothing, weighted, ignored in [
    (3, 0.1, False, None),
    (5, 0.0, True, None),
    (5, 0.2, True, None),
    (4, 0.0, False, 2),
    (4, 0.3, True, 1),
]:
    x = normals(6, classes)
    labels = torch.tensor([0, 1, 2, 2, 1, 0]) % classes
    weights = torch.rand(classes, dtype=torch.float64) + 0.1 if weighted else None
    options = {"weight": weights, "label_smoothing": smoothing}
    if ignored is not None:
        options["ignore_index"] = ignored
    cross_entropy.append(
        case(
            lambda x: functional.cross_entropy(x, labels, **options),
            x,
            functional.one_hot(labels, classes).double(),
            labelSmoothing=smoothing,
            classWeights=weights.tolist() if weighted else None,
            ignoreIndex=ignored,
        )
    )

logits = torch.cat([normals(3, 4), normals(2, 4, scale=1000.0)])
softmax = {
    "logits": logits.tolist(),
    "softmax": functional.softmax(logits, 1).tolist(),
    "log_softmax": functional.log_softmax(logits, 1).tolist(),
    "argmax": logits.argmax(1).tolist(),
}

numpy.random.seed(1)
labels = numpy.random.randint(0, 4, 60)
labels[labels == 3] = 2  # a class that never occurs
probabilities = numpy.random.dirichlet([0.7] * 4, 60)
probabilities[:, 1] *= 0.01  # one that is hardly predicted
probabilities /= probabilities.sum(1, keepdims=True)
predicted = probabilities.argmax(1)


def calibration_error(bins):
    confidence, right = probabilities.max(1), predicted == labels
    edges, error = numpy.linspace(0, 1, bins + 1), 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return error


def per_class(score):
    return score(labels, predicted, labels=range(4), average=None, zero_division=0).tolist()


metrics = {
    "labels": labels.tolist(),
    "probabilities": probabilities.tolist(),
    "accuracy": sklearn.metrics.accuracy_score(labels, predicted),
    "confusion": sklearn.metrics.confusion_matrix(labels, predicted, labels=range(4)).tolist(),
    "precision": per_class(sklearn.metrics.precision_score),
    "recall": per_class(sklearn.metrics.recall_score),
    "f1": per_class(sklearn.metrics.f1_score),
    "calibration": [{"bins": bins, "error": calibration_error(bins)} for bins in [1, 10, 15]],
}

data = {
    "source": f"PyTorch {torch.__version__}, scikit-learn {sklearn.__version__}; golden.py",
    "mean_squared_error": mse,
    "binary_cross_entropy": bce,
    "cross_entropy": cross_entropy,
    "softmax": softmax,
    "metrics": metrics,
}
pathlib.Path(__file__).with_name("golden.json").write_text(json.dumps(data, indent=1) + "\n")

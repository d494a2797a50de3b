"""Loss curves of a short training in PyTorch, which the engine is held to.

Reads {model, batch, batches, image, classes, steps, optimizer, shapes, noise} as a line of JSON from standard
input and answers with {version, losses}. Weights, images and noise come from a small generator that the test
has too, in an order both know, so that nothing but the losses need be recorded.
"""

import json
import sys

import numpy
import torch

import networks


def uniform(size, seed):
    """Numbers in [-1, 1) of 24 bits, from a linear congruential generator."""
    state = (seed * 2654435761 + 1013904223) % 2**32
    values = numpy.empty(size, numpy.float32)
    for i in range(size):
        state = (state * 1664525 + 1013904223) % 2**32
        values[i] = (state >> 8) / 2**23 - 1
    return values


def initial(name, shape, seed):
    """Scales of batch normalization are 1, its shifts and biases 0, weights uniform of He's variance."""
    size = int(numpy.prod(shape))
    if len(shape) == 1:
        return numpy.full(shape, 1 if name.endswith("/gamma") else 0, numpy.float32)
    bound = numpy.sqrt(6 / numpy.prod(shape[:-1]))
    return (uniform(size, seed).astype(numpy.float64) * bound).astype(numpy.float32).reshape(shape)


def main():
    task = json.loads(sys.stdin.readline())
    torch.set_num_threads(1)
    parameters = {
        name: networks.as_parameter(initial(name, shape, 100 + i))
        for i, (name, shape) in enumerate(task["shapes"].items())
    }
    height, width, channels = task["image"]
    batch = task["batch"]
    images = [
        torch.from_numpy(uniform(batch * channels * height * width, 1 + i)).reshape(batch, channels, height, width)
        for i in range(task["batches"])
    ]
    labels = torch.arange(batch) % task["classes"]
    forward = networks.network(task["model"])
    optimizer = torch.optim.AdamW(list(parameters.values()), **task["optimizer"])
    losses = []
    for step in range(task["steps"]):
        noise = {
            name: torch.from_numpy((uniform(batch, 1000 + 50 * step + i) + 1) / 2).reshape(shape)
            for i, (name, shape) in enumerate(task["noise"].items())
        }
        optimizer.zero_grad()
        extra = {"same": True} if task["model"] == "cnn" else {}
        logits = forward(parameters, images[step % len(images)], noise, **extra)
        loss = torch.nn.functional.cross_entropy(logits, labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    print(json.dumps({"version": torch.__version__, "losses": losses}), flush=True)


main()

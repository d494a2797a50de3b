"""The networks of the benchmark and of the parity test as PyTorch users write them.

Each is a function of named parameters. Names are the lab's; filters are [out, in, height, width].
"""

import torch
import torch.nn.functional as F


class Shake(torch.autograd.Function):
    """Mixes two branches by one share forward and by another backward."""

    @staticmethod
    def forward(ctx, first, second, forward_share, backward_share):
        ctx.save_for_backward(backward_share)
        return forward_share * first + (1 - forward_share) * second

    @staticmethod
    def backward(ctx, gradient):
        (share,) = ctx.saved_tensors
        return gradient * share, gradient * (1 - share), None, None


def normalize(x, parameters, name):
    return F.batch_norm(
        x, None, None, parameters[f"{name}/gamma"], parameters[f"{name}/beta"], training=True, eps=1e-5
    )


def convolve(x, parameters, name, stride=1):
    filters = parameters[f"{name}/kernel"]
    return F.conv2d(x, filters, stride=stride, padding=(filters.shape[2] - 1) // 2)


def convolve_same(x, parameters, name):
    """Stride 2 with TensorFlow's "same" padding: an even image is padded at the right and below alone."""
    return F.conv2d(F.pad(x, (0, 1, 0, 1)), parameters[f"{name}/kernel"], stride=2)


def cnn(parameters, x, _noise, same=False):
    """Three 3x3 convolutions of stride 2, batch normalized and rectified, and a linear layer.

    With `same`, pads as the lab's network does and flattens in its order (pixels first, then channels).
    """
    for i in (1, 2, 3):
        name = f"conv{i}"
        x = convolve_same(x, parameters, name) if same else convolve(x, parameters, name, 2)
        x = F.relu(normalize(x, parameters, name))
    flat = (x.permute(0, 2, 3, 1) if same else x).flatten(1)
    return flat @ parameters["output/kernel"] + parameters["output/bias"]


def residual_blocks(depth, width):
    """(name, channels in, channels out, stride) of each block."""
    count = (depth - 2) // 6
    for stage in range(3):
        out = width * 2**stage
        before = 16 if stage == 0 else out // 2
        for i in range(count):
            stride = 2 if stage > 0 and i == 0 else 1
            yield f"stage{stage + 1}/block{i + 1}", before if i == 0 else out, out, stride


def shake_block(parameters, x, noise, name, before, out, stride):
    active = F.relu(x)
    branches = []
    for branch in ("branch1", "branch2"):
        at = f"{name}/{branch}"
        hidden = normalize(convolve(active, parameters, f"{at}/conv1", stride), parameters, f"{at}/conv1")
        branches.append(normalize(convolve(F.relu(hidden), parameters, f"{at}/conv2"), parameters, f"{at}/conv2"))
    skip = x
    if before != out:
        moved = F.pad(active, (1, -1, 1, -1))
        paths = [
            convolve(active, parameters, f"{name}/skip/path1", stride),
            convolve(moved, parameters, f"{name}/skip/path2", stride),
        ]
        skip = normalize(torch.cat(paths, 1), parameters, f"{name}/skip")
    return skip + Shake.apply(*branches, noise[f"{name}/forward"], noise[f"{name}/backward"])


def shake_shake(depth, width):
    def forward(parameters, x, noise):
        x = normalize(convolve(x, parameters, "stem"), parameters, "stem")
        for block in residual_blocks(depth, width):
            x = shake_block(parameters, x, noise, *block)
        means = F.relu(x).mean((2, 3))
        return means @ parameters["output/kernel"] + parameters["output/bias"]

    return forward


def network(name):
    """The network that the lab calls `name`: "cnn" or "shake-shake-26-2x16d"."""
    if name == "cnn":
        return cnn
    depth, width = name.removeprefix("shake-shake-").removesuffix("d").split("-2x")
    return shake_shake(int(depth), int(width))


def as_parameter(array):
    """A trained tensor from an array in the lab's order: filters there are [height, width, in, out]."""
    tensor = torch.from_numpy(array)
    if tensor.dim() == 4:
        tensor = tensor.permute(3, 2, 0, 1)
    return tensor.contiguous().requires_grad_()

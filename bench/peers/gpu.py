"""PyTorch's turn in the benchmark on a graphics processor: eager, float32 throughout (no TF32).

Reads one JSON object on the first line of standard input, {model, batch, shapes, noise, driver}, and answers with a
line of JSON: the versions. Each further line is a number of steps, answered by their seconds. What goes wrong is
answered too, as {failure}.
"""

import json
import sys
import time

import networks
import torch


def answer(**fields):
    print(json.dumps(fields), flush=True)


def main():
    task = json.loads(sys.stdin.readline())
    version = f"PyTorch {torch.__version__}"
    if not torch.cuda.is_available():
        cuda, driver = torch.version.cuda or "none", task["driver"]
        return answer(failure=f"{version} finds no device (its CUDA: {cuda}, NVIDIA's driver: {driver})")
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.manual_seed(1)
    on_gpu = lambda tensor: tensor.detach().cuda().requires_grad_()
    parameters = {
        name: on_gpu(networks.as_parameter(0.1 * torch.randn(shape).numpy()))
        for name, shape in task["shapes"].items()
    }
    images = torch.randn(task["batch"], 3, 32, 32)
    labels = torch.arange(task["batch"]) % 10
    forward = networks.network(task["model"])
    optimizer = torch.optim.AdamW(list(parameters.values()), lr=1e-3, weight_decay=1e-2, foreach=True)

    def step():
        noise = {name: torch.rand(shape).cuda() for name, shape in task["noise"].items()}
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(forward(parameters, images.cuda(), noise), labels.cuda())
        loss.backward()
        optimizer.step()
        return loss.item()

    answer(version=version, device=torch.cuda.get_device_name())
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            start = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - start)
        answer(seconds=seconds)


try:
    main()
except Exception as error:
    answer(failure=f"{type(error).__name__}: {error}".split("\n")[0])
    raise

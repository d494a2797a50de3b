"""PyTorch's turn in the benchmark on a graphics processor: eager, float32 throughout (no TF32).

Reads one JSON object on the first line of standard input, {model, batch, shapes, noise}, and answers with a line
of JSON: the versions, or why there is nothing to measure. Each further line is a number of steps, answered by
their seconds.
"""

import json
import sys
import time

import networks
import torch


def main():
    task = json.loads(sys.stdin.readline())

    def answer(**fields):
        print(json.dumps(fields), flush=True)

    if not torch.cuda.is_available():
        return answer(missing="PyTorch finds no CUDA device")
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

    answer(version=f"PyTorch {torch.__version__}", device=torch.cuda.get_device_name())
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            start = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - start)
        answer(seconds=seconds)


main()

"""PyTorch's turn in the benchmark: trains a network as its users do, when asked, and says how long it took.

Reads one JSON object on the first line of standard input, {model, batch, threads, shapes, noise}, then a number
of steps on each further line; answers each with a line of JSON.
"""

import json
import resource
import sys
import time

import torch

import networks


def main():
    task = json.loads(sys.stdin.readline())
    torch.set_num_threads(task["threads"])
    torch.manual_seed(1)
    started = time.perf_counter()
    parameters = {
        name: networks.as_parameter(0.1 * torch.randn(shape).numpy()) for name, shape in task["shapes"].items()
    }
    noise_of = lambda: {name: torch.rand(shape) for name, shape in task["noise"].items()}
    images = torch.randn(task["batch"], 3, 32, 32)
    labels = torch.arange(task["batch"]) % 10
    forward = networks.network(task["model"])
    # One pass over all parameters where this version has it for the CPU, else a pass for each operation.
    fastest = {"fused": True} if torch.__version__ >= "2.4" else {"foreach": True}
    optimizer = torch.optim.AdamW(list(parameters.values()), lr=1e-3, weight_decay=1e-2, **fastest)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(forward(parameters, images, noise_of()), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    def answer(**fields):
        print(json.dumps(fields), flush=True)

    answer(version=f"PyTorch {torch.__version__}", readySeconds=time.perf_counter() - started)
    for line in sys.stdin:
        seconds = []
        busy = time.process_time()
        for _ in range(int(line)):
            start = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - start)
        busy = (time.process_time() - busy) / max(1, len(seconds))
        answer(seconds=seconds, cpuSeconds=busy, peakBytes=1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


main()

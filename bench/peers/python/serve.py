"""One contestant: reads requests, writes replies, a line of JSON each.

    python bench/peers/python/serve.py pytorch|pytorch-fused|numpy
"""

import json
import sys
import time

CONTESTANT = sys.argv[1]


def load():
    if CONTESTANT == "numpy":
        import by_hand

        return by_hand.versions(), by_hand.prepare
    import pytorch

    fused = CONTESTANT == "pytorch-fused"
    return pytorch.versions(), lambda spec: pytorch.prepare(spec, fused)


def main():
    try:
        versions, prepare = load()
    except ImportError as error:
        print(json.dumps({"absent": str(error)}), flush=True)
        return
    ready = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["ask"] == "versions":
            reply = {"versions": versions}
        elif request["ask"] == "prepare":
            ready = None
            ready = prepare(request["workload"])
            if isinstance(ready, str):
                reply = {"absent": ready}
            else:
                ready.run(request["steps"])
                reply = {"result": ready.result()}
        else:
            seconds = 0.0
            for _ in range(request["times"]):
                start = time.perf_counter()
                ready.run(request["steps"])
                seconds += time.perf_counter() - start
            reply = {"seconds": seconds}
        print(json.dumps(reply), flush=True)


main()

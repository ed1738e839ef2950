"""A module with __getattr__ and __dir__."""


def __getattr__(name):
    if name == "made":
        return "made on demand"
    raise AttributeError(f"dynamic module refuses {name}")


def __dir__():
    return ["made", "other"]

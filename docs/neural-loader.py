"""Evaluate a vector field that Cumulant Explorer trained, with NumPy alone.

    field = NeuralField.load("neural.npz")       # or the .json export of the same training
    states = field.rollout(field.starts, steps=100)       # [step, trajectory, d], every field.step / J
    dab = field.dab(states[-1, 0])               # complex [i1, i2, j1, j2], <c+_{j1 up} c+_{j2 down} c_{i2 down} c_{i1 up}>

States z are packed two-particle density matrices: z = (packed - mean) / scale. The model is
dz/dt = A z + c + MLP(z), see docs/neural.md. Time is in 1/J. With memory a state is longer: its first reals are z, the
others z at earlier times, or memory states m with dm/dt = P z - rates * m; `starts` are states at `start_time`.
"""

import json

import numpy as np


def silu(x):
    return x / (1 + np.exp(-x))


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


ACTIVATIONS = {"tanh": np.tanh, "silu": silu, "gelu": gelu}


class NeuralField:
    def __init__(self, record, arrays):
        """record: the small fields of the file; arrays: its arrays by name."""
        self.record = record
        self.arrays = arrays
        self.mean = arrays["mean"]
        self.scale = record["scale"]
        self.step = record["options"]["step"]
        self.starts = arrays["starts"]
        self.slot = arrays["packing.slot"].astype(int)
        self.weight = arrays["packing.weight"]
        self.memory = record["options"].get("memory", {"kind": "none"})
        self.start_time = self.memory.get("delays", 0) * self.memory.get("stride", 0)
        self.activation = ACTIVATIONS[record["options"]["activation"]]
        self.layers = len(record["options"]["hidden"]) + 1

    @classmethod
    def load(cls, path):
        if str(path).endswith(".npz"):
            with np.load(path) as file:
                arrays = {name: file[name] for name in file.files}
            return cls(json.loads(arrays.pop("record").tobytes()), arrays)
        with open(path, encoding="utf-8") as file:
            record = json.load(file)
        arrays = {
            name: np.array(array["values"], dtype=float).reshape(array["shape"])
            for name, array in record.pop("arrays").items()
        }
        return cls(record, arrays)

    def __call__(self, z):
        """d/dt of states z, [..., d]; with memory, of states and memory."""
        x = z
        for k in range(self.layers):
            x = x @ self.arrays[f"layers.{k}.weight"].T + self.arrays[f"layers.{k}.bias"]
            if k + 1 < self.layers:
                x = self.activation(x)
        if "skip.weight" in self.arrays:
            x = x + z @ self.arrays["skip.weight"].T + self.arrays["skip.bias"]
        if self.memory["kind"] == "latent":
            known = len(self.mean)
            rates, projection = self.arrays["memory.rates"], self.arrays["memory.projection"]
            x[..., known:] = z[..., :known] @ projection.T - rates * z[..., known:]
        return x

    def rollout(self, z, steps, h=None):
        """States after 0, 1, ... steps of RK4 of h (default: that of the training), [steps + 1, ..., d]."""
        h = self.step if h is None else h
        states = [z]
        for _ in range(steps):
            k1 = self(z)
            k2 = self(z + h / 2 * k1)
            k3 = self(z + h / 2 * k2)
            k4 = self(z + h * k3)
            z = z + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            states.append(z)
        return np.array(states)

    def dab(self, z):
        """The two-particle density matrix of one state z, complex [i1, i2, j1, j2]."""
        packed = self.scale * z[: len(self.mean)] + self.mean
        reals = self.weight * packed[self.slot]
        sites = round((reals.size / 2) ** 0.25)
        return reals.view(complex).reshape(sites, sites, sites, sites)

    def state(self, dab):
        """The state z of a two-particle density matrix, without memory, [d]; what breaks the symmetries of the packing is dropped."""
        reals = np.ascontiguousarray(dab, dtype=complex).reshape(-1).view(float)
        packed = np.bincount(self.slot, self.weight * reals, minlength=self.mean.size)
        return (packed - self.mean) / self.scale

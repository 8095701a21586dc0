"""Page model checks: refuses, before a page is written, a model that the page could not run.

The page's own reader, ``frontend/src/reading/``, checks the same again, and more of it. A test
holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import nan, prod
from pathlib import Path
from typing import Any

import numpy as np

from digit_widgets.errors import ModelError
from digit_widgets.explanation.litert_steps import code_of
from digit_widgets.predictors.model_files import check_is_file

__all__ = ["check_page_model", "try_page_model"]

#: Operators that the page runs, with their versions in the format.
_OPERATORS = {
    **dict.fromkeys(("ADD", "AVERAGE_POOL_2D", "CONV_2D", "LOGISTIC", "MAX_POOL_2D", "MUL"), (1,)),
    **dict.fromkeys(("PACK", "RESHAPE", "SHAPE", "SOFTMAX", "STRIDED_SLICE"), (1,)),
    "FULLY_CONNECTED": (1, 6),
}
#: Their activations: none, relu, relu between -1 and 1, relu up to 6.
_ACTIVATIONS = (0, 1, 2, 3)
_INPUTS = ((1, 28, 28, 1), (1, 28, 28), (1, 784))


def check_page_model(path: Path) -> bytes:
    """Return a model's file for a page.

    Parameters
    ----------
    path
        A ``.tflite`` file: float32, of convolutional and dense layers, with one input of 28×28 and
        outputs of 10 probabilities and, perhaps, a score.

    Raises
    ------
    ModelError
        It is missing or damaged, or does what the page's reader does not know; says what.
    """
    check_is_file(path)
    from ai_edge_litert import schema_py_generated as schema

    content = path.read_bytes()
    try:
        model = schema.ModelT.InitFromPackedBuf(content, 0)
        (graph,) = model.subgraphs
        operators = list(graph.operators)
        problem = next(_find_problems(model, graph, operators), "")
    except Exception:  # noqa: BLE001 - whatever the parser meets in a file that is none
        raise ModelError(f"{path.name} is not a LiteRT model, or is damaged.") from None
    if problem:
        raise ModelError(
            f"A page cannot run {path.name}: {problem}. It takes a float32 .tflite file of "
            "convolutional, pooling and dense layers that ends in a softmax over the ten digits; "
            "digit-widgets export model MODEL.keras --to tflite writes one."
        )
    return content


def try_page_model(path: Path) -> str:
    """Try a model on real digits, fed as a page feeds it, and return what may be wrong, or "".

    Parameters
    ----------
    path
        A ``.tflite`` file that `check_page_model` takes.

    Raises
    ------
    ModelError
        LiteRT cannot run it either; or it reads digits in another range or orientation than a
        page has.
    """
    from digit_widgets.predictors import load_predictor, model_info

    info = model_info(load_predictor(path))
    if info is None:
        return ""
    if not info.input.is_plain:
        raise ModelError(
            f"A page cannot feed {path.name}: it reads digits as {info.input.describe()}, and a "
            "page gives 0..1, bright ink on 0. Scale the input in the network itself, as with "
            "keras.layers.Rescaling, and write the file again."
        )
    return info.warning


def _find_problems(model: Any, graph: Any, operators: list[Any]) -> Iterator[str]:
    """Yield what a page cannot run, each in words."""
    from ai_edge_litert import schema_py_generated as schema

    names = {code: name for name, code in vars(schema.BuiltinOperator).items() if name[0] != "_"}
    types = {code: name for name, code in vars(schema.TensorType).items() if name[0] != "_"}
    for tensor in graph.tensors:
        kind = types[tensor.type]
        if kind not in {"FLOAT32", "INT32"}:
            yield f"it has numbers of type {kind}, so export it without quantising"
    for operator in operators:
        code = model.operatorCodes[operator.opcodeIndex]
        name = names[code_of(code)]
        if name not in _OPERATORS:
            yield f"it has an operator that the page does not know, {name}"
        elif code.version not in _OPERATORS[name]:
            yield f"its {name} is of version {code.version}"
        elif name == "MUL" and _find_factor(model, graph, operator) is None:
            yield "its MUL has another factor than one number"
        options = operator.builtinOptions
        if getattr(options, "fusedActivationFunction", 0) not in _ACTIVATIONS:
            yield f"its {name} has an activation that the page does not know"
        if (
            getattr(options, "dilationHFactor", 1) != 1
            or getattr(options, "dilationWFactor", 1) != 1
        ):
            yield f"its {name} is dilated"
    shapes = [tuple(int(n) for n in graph.tensors[each].shape) for each in graph.inputs]
    if len(shapes) != 1 or shapes[0] not in _INPUTS:
        yield f"it takes {' and '.join(map(str, shapes)) or 'nothing'}, not one image of 28×28"
    sizes = sorted(prod(graph.tensors[each].shape) for each in graph.outputs)
    if sizes not in ([10], [1, 10]):
        yield "its outputs are not the ten digits' probabilities and, perhaps, a score"
    for output in graph.outputs:
        last = "SOFTMAX" if prod(graph.tensors[output].shape) == 10 else "LOGISTIC"
        if abs(_weigh_means(model, graph, names, last).get(int(output), 0.0) - 1) > 1e-4:
            yield f"an output does not come from a {last}, and is no mean of several"


def _weigh_means(model: Any, graph: Any, names: Mapping[int, str], kind: str) -> dict[int, float]:
    """Return how often what a kind of operator gives is in each sum of such: 1 in a mean."""
    weights: dict[int, float] = {}
    for operator in graph.operators:
        name = names[code_of(model.operatorCodes[operator.opcodeIndex])]
        terms = [weights.get(int(number), nan) for number in operator.inputs]
        weight = nan
        if name == kind:
            weight = 1.0
        elif name == "ADD" and not operator.builtinOptions.fusedActivationFunction:
            weight = sum(terms)
        elif name == "MUL" and not operator.builtinOptions.fusedActivationFunction:
            weight = terms[0] * (_find_factor(model, graph, operator) or nan)
        if weight > 0:
            weights[int(operator.outputs[0])] = weight
    return weights


def _find_factor(model: Any, graph: Any, operator: Any) -> float | None:
    """Return the one number that a MUL multiplies by; None if there is another factor."""
    tensor = graph.tensors[operator.inputs[1]]
    data = model.buffers[tensor.buffer].data
    if data is None or prod(tensor.shape) != 1:
        return None
    return float(np.asarray(data, np.uint8).view(np.float32)[0])

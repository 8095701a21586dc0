"""PyTorch runtime: runs modules in memory, and TorchScript files."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.model_files import check_is_file
from digit_widgets.predictors.runtimes.raw_model import RawModel, Signature

__all__ = ["TorchModel"]


class TorchModel(RawModel):
    """A `RawModel` that runs a PyTorch module where its weights are, in evaluation mode.

    A module in training mode, with dropout and with statistics of batches, is in evaluation mode
    only while it reads.

    Parameters
    ----------
    model
        A ``torch.nn.Module``, or the path of a file written by ``torch.jit.save``.

    Raises
    ------
    ModelError
        The file is missing or damaged, or is a pickle, or PyTorch is not installed.
    """

    def __init__(self, model: Any) -> None:
        name = model.name if isinstance(model, Path) else f"The module {type(model).__name__}"
        self._module = _load_script(model) if isinstance(model, Path) else model
        # Of a module, only its weights tell the type of its input.
        self._weights = next(iter(self._module.parameters()), None)
        super().__init__(name, Signature())

    @property
    def parameters(self) -> int:
        """Number of its parameters."""
        return sum(each.numel() for each in self._module.parameters())

    def _run(self, batch: NDArray[Any]) -> Any:
        import torch

        images = torch.from_numpy(batch.copy())
        if self._weights is not None:
            images = images.to(self._weights.device, self._weights.dtype)
        was_training = self._module.training
        if was_training:
            self._module.eval()
        try:
            with torch.inference_mode():
                output = self._module(images)
        finally:
            if was_training:
                self._module.train()
        if isinstance(output, list | tuple):
            return [each.float().cpu().numpy() for each in output]
        return output.float().cpu().numpy()


def _load_script(path: Path) -> Any:
    check_is_file(path)
    if not _is_script(path):
        raise ModelError(
            f"{path.name} is refused: it is a pickle, which can run any code when it is loaded, "
            "and holds weights alone or a module. Make the module yourself, "
            "module.load_state_dict(torch.load(path, weights_only=True)), and give the module; or "
            "save it by torch.jit.save(torch.jit.script(module), path)."
        )
    try:
        import torch
    except ImportError:
        raise ModelError(
            f"Reading {path.name} needs PyTorch: pip install 'digit-widgets[torch]'"
        ) from None
    try:
        return torch.jit.load(str(path), map_location="cpu").eval()
    except RuntimeError as error:
        first_line = str(error).strip().splitlines()[0][:200]
        raise ModelError(f"{path.name} is not TorchScript, or is damaged: {first_line}") from error


def _is_script(path: Path) -> bool:
    """Return True if a file is TorchScript: an archive with its code; others are pickles."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any("/code/" in name for name in archive.namelist())
    except zipfile.BadZipFile:
        return False

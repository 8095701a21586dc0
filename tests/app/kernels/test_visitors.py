"""The one private name of Voila that is used."""

from __future__ import annotations

import inspect

from voila.voila_kernel_manager import voila_kernel_manager_factory


def test_voila_keeps_the_kernels_that_wait_where_they_are_looked_for() -> None:
    source = inspect.getsource(voila_kernel_manager_factory)
    assert "self._pools" in source, (
        "Voila does not keep its waiting kernels in `_pools` any more: a full house would stay "
        "without a kernel for the next visitor (digit_widgets/app/kernels/visitors.py)."
    )

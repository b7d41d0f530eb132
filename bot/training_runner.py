"""Trains the parts of a model side by side. Runs in the training process.

Rasa 3.6.21 trains one part after the other. Ours share nothing but the data: while the classifier of wishes, which takes longest, is
trained here, a copy of the process (fork) trains the others, the field of entities and the rules. Threads would not do: nearly all
of that is Python, which runs one of them at a time. What a part learns is written to the model's folder, which both processes see,
so that only its name comes back.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Sequence
from typing import Any

import rasa.model_training
from dask.local import get_sync
from dask.optimization import cull
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

from bot.nlu.wish_classifier import WishClassifier

Graph = dict[str, Any]


def install() -> None:
    """Lets Rasa train with this runner; where there is no safe fork (not Linux) Rasa's own stays."""
    if sys.platform == "linux":
        rasa.model_training.DaskGraphRunner = TrainingRunner


class TrainingRunner(DaskGraphRunner):
    """Rasa's runner, but for the training of our pipeline."""

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Runs the graph; without our classifier in it (fingerprints, a classifier from the cache) as Rasa does.

        Raises:
            GraphRunError: a part could not be trained.
        """
        nodes = self._graph_schema.nodes
        wanted = targets or self._graph_schema.target_names
        trained = [name for name in wanted if nodes[name].fn == "train"]
        beside = [name for name in trained if not issubclass(nodes[name].uses, WishClassifier)]
        if len(beside) in (0, len(trained)):
            return dict(super().run(inputs, targets))
        here = [name for name in wanted if name not in beside]
        graph = self._build_dask_graph(self._graph_schema.minimal_graph_schema(wanted))
        self._add_inputs_to_graph(inputs, graph)
        common = _needed(graph, here).keys() & _needed(graph, beside).keys()
        graph.update({name: (name, value) for name, value in _results(graph, sorted(common)).items()})
        trained_beside = _in_a_copy(lambda: _results(graph, beside))
        return _results(graph, here) | trained_beside()


def _needed(graph: Graph, names: Sequence[str]) -> Graph:
    needed, _ = cull(graph, names)
    return dict(needed)


def _results(graph: Graph, names: Sequence[str]) -> dict[str, Any]:
    return dict(get_sync(_needed(graph, names), names))


def _in_a_copy(work: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    """Starts work in a copy of this process; the answer waits for what it returns."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    copy = fork.Process(target=lambda: sender.send(work()), daemon=True)
    copy.start()
    sender.close()

    def result() -> dict[str, Any]:
        try:
            return dict(receiver.recv())
        except EOFError:
            raise GraphRunError("a part trained beside the classifier failed; its error is above") from None
        finally:
            copy.join()

    return result

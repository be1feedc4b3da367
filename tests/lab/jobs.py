"""Work on sessions in several processes, with a bar that says how far it is."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

import cv2
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from tests.lab.extra import LabError

Task = TypeVar("Task")
Done = TypeVar("Done")
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run(
    work: Callable[[Task], Done], tasks: Sequence[Task], jobs: int, title: str, console: Console
) -> Iterator[Done]:
    """What ``work`` makes of each task, in the order in which they are done.

    ``work`` is looked up by the name of its module. Each process keeps to one core. The first
    error of a task ends the run and is raised here.
    """
    # Fresh processes: threads of an imported library do not survive a fork.
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    bar = Progress(
        TextColumn(title),
        BarColumn(),
        TextColumn("{task.completed} of {task.total} sessions"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    pool = ProcessPoolExecutor(
        max_workers=max(1, min(jobs, len(tasks))),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=cv2.setNumThreads,
        initargs=(1,),
    )
    with bar, pool:
        try:
            shown = bar.add_task(title, total=len(tasks))
            futures = [pool.submit(_alone, work, task) for task in tasks]
            for future in as_completed(futures):
                yield future.result()
                bar.advance(shown)
        except BrokenProcessPool:
            raise LabError(
                f"a process of {title} died without a word; is memory full? Try --jobs 1"
            ) from None
        finally:
            # After an error or Ctrl-C nothing more is begun.
            pool.shutdown(wait=False, cancel_futures=True)


def _alone(work: Callable[[Task], Done], task: Task) -> Done:
    """One task; Ctrl-C, which every process gets, ends the process and not just the task."""
    try:
        return work(task)
    except KeyboardInterrupt:
        os._exit(130)

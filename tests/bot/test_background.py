import asyncio

from bot.background import Background


class Recorder:
    def __init__(self) -> None:
        self.errors: list[Exception] = []

    async def note(self, error: Exception) -> None:
        self.errors.append(error)


async def test_draining_waits_for_what_is_running() -> None:
    background, recorder, release = Background(), Recorder(), asyncio.Event()
    done: list[str] = []

    async def work() -> None:
        await release.wait()
        done.append("work")

    background.start(work(), recorder.note)
    draining = asyncio.create_task(background.drain(5))
    assert not done
    release.set()
    assert await draining == 0
    assert done == ["work"]
    assert not recorder.errors


async def test_draining_waits_for_work_that_the_work_begins() -> None:
    background, recorder = Background(), Recorder()
    done: list[str] = []

    async def second() -> None:
        for _ in range(10):
            await asyncio.sleep(0)  # lets others have their turn
        done.append("second")

    async def first() -> None:
        background.start(second(), recorder.note)

    background.start(first(), recorder.note)
    assert await background.drain(5) == 0
    assert done == ["second"]


async def test_nothing_to_wait_for_is_no_wait() -> None:
    assert await Background().drain(0) == 0


async def test_what_runs_on_for_too_long_is_cancelled_and_counted() -> None:
    background, recorder = Background(), Recorder()
    background.start(asyncio.Event().wait(), recorder.note)  # type: ignore[arg-type]
    assert await background.drain(0.01) == 1
    assert not recorder.errors


async def test_an_exception_goes_to_whoever_started_the_work() -> None:
    background, recorder = Background(), Recorder()

    async def work() -> None:
        raise ValueError("broken")

    background.start(work(), recorder.note)
    await background.drain(5)
    assert [str(error) for error in recorder.errors] == ["broken"]

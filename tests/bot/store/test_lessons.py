from bot.store import Store


async def test_saved_lessons_come_newest_first_and_once(store: Store) -> None:
    assert await store.lessons.saved("T1", "U1") == ()
    for passage in ("p1", "p2", "p3"):
        assert await store.lessons.save("T1", "U1", passage)
    assert not await store.lessons.save("T1", "U1", "p1")
    assert await store.lessons.saved("T1", "U1") == ("p3", "p2", "p1")
    assert await store.lessons.saved("T1", "U2") == ()


async def test_a_lesson_can_be_taken_back_and_saved_again(store: Store) -> None:
    for passage in ("p1", "p2"):
        await store.lessons.save("T1", "U1", passage)
    assert not await store.lessons.unsave("T1", "U2", "p1")
    assert await store.lessons.unsave("T1", "U1", "p1")
    assert not await store.lessons.unsave("T1", "U1", "p1")
    assert await store.lessons.save("T1", "U1", "p1")
    assert await store.lessons.saved("T1", "U1") == ("p1", "p2")


async def test_a_bag_is_kept_in_its_order(store: Store) -> None:
    assert await store.lessons.bag("T1", "U1") == ()
    await store.lessons.keep_bag("T1", "U1", ["p2", "p1"])
    await store.lessons.keep_bag("T1", "U1", ("p2", "p1", "p3"))
    await store.lessons.keep_bag("T1", "C1", ["p9"])
    assert await store.lessons.bag("T1", "U1") == ("p2", "p1", "p3")
    assert await store.lessons.bag("T1", "C1") == ("p9",)

"""The page is for this computer's own browser: nobody else's name, page or script gets in."""

import pytest

from tests.bot.play.page.served import Served

HELLO = {"kind": "say", "text": "hello", "channel": "C0ENG"}


@pytest.mark.parametrize("path", ["/", "/play/stream?as=U0ANN&place=C0ENG", "/play/page.js"])
async def test_a_request_by_another_name_is_refused(page: Served, path: str) -> None:
    async with page.session.get(path, headers={"host": "evil.test"}) as answer:
        assert answer.status == 421
    async with page.session.get(path, headers={"host": "[broken"}) as answer:
        assert answer.status in (400, 421)


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:80"])
async def test_this_computer_goes_by_several_names(page: Served, host: str) -> None:
    async with page.session.get("/", headers={"host": host}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"x-play-token": ""},
        {"x-play-token": "guessed"},
        {"x-play-token": "gültig"},
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
    ],
)
async def test_another_page_cannot_act(page: Served, headers: dict[str, str]) -> None:
    status, _ = await page.act(HELLO, headers)
    assert status == 403
    assert page.side.messages("engineering") == []


async def test_the_page_itself_can_act(page: Served) -> None:
    status, _ = await page.act(HELLO, {"origin": str(page.session._base_url).rstrip("/")})
    assert status == 200


async def test_nothing_runs_or_loads_that_did_not_come_along(page: Served) -> None:
    for path in ("/", "/play/page.js", "/play/nothing.js"):
        async with page.session.get(path) as answer:
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_page_holds_no_script_or_style_of_its_own(page: Served) -> None:
    async with page.session.get("/") as answer:
        html = await answer.text()
    assert html.count("<script") == html.count('<script type="module" src=') == 1
    assert "<style" not in html
    assert " style=" not in html
    assert page.page.token in html


@pytest.mark.parametrize(
    ("name", "kind"), [("page.css", "text/css"), ("page.js", "text/javascript"), ("icon.svg", "image/svg+xml")]
)
async def test_its_files_come_along(page: Served, name: str, kind: str) -> None:
    async with page.session.get(f"/play/{name}") as answer:
        assert answer.status == 200
        assert answer.headers["content-type"].startswith(kind)


@pytest.mark.parametrize("name", ["none.js", "..%2Froutes.py", "page.py", "%2Fetc%2Fpasswd", ".js"])
async def test_no_other_file_is_given(page: Served, name: str) -> None:
    async with page.session.get(f"/play/{name}") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff", b"{}" + b" " * 200_001])
async def test_what_is_no_act_is_refused(page: Served, body: bytes) -> None:
    async with page.session.post("/play/act", data=body, headers={"x-play-token": page.page.token}) as answer:
        assert answer.status == 400

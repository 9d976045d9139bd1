"""Films: alike by enough frames at one shift in time, whether re-encoded or trimmed; not by a title card."""
import random
import subprocess
from functools import cache

import pytest

from gateways.media import films
from models.originality import alignment
from models.ports import Print
from tests.cast import Cast
from tests.gateways.media import made
from tests.models.originality.works import entered, likenesses, pairs

STEP = 2_000


def film(seed: int, frames: int, first: int = 0, every: int = 1) -> list[Print]:
    """The frames of a film nobody made, from `first` on, at 2 s each as they are in the film that begins there."""
    chance = random.Random(seed)
    whole = [(chance.getrandbits(64), chance.getrandbits(256)) for _ in range(first + frames)]
    return [told(mark, detail, n * every) for n, (mark, detail) in enumerate(whole[first::every])]


@cache
def filmed(name: str, *arguments: str) -> list[Print]:
    """What the studio takes of a film of seven seconds, made by ffmpeg from these."""
    target = made.FOLDER / f"radar-{name}.mp4"
    subprocess.run([made.FFMPEG, "-v", "error", "-nostdin", "-y", *arguments, "-t", "7", *made.X264.split(), str(target)], check=True)
    return films.prints(target, "video/mp4", {"duration_s": 7.0})


def source(pictures: str) -> tuple[str, ...]:
    return "-f", "lavfi", "-i", pictures


def told(mark: int, detail: int, n: int) -> Print:
    return Print(f"{mark:016x}", f"{detail:064x}", at_s=1.0 + 2.0 * n)


def re_encoded(prints: list[Print], bits: int = 3, seed: int = 0) -> list[Print]:
    """Other bits in every frame: `bits` of the mark, four times as many of the detail."""
    chance = random.Random(seed)

    def changed(text: str, width: int, count: int) -> int:
        return int(text, 16) ^ sum(1 << n for n in chance.sample(range(width), count))

    return [Print(f"{changed(one.mark, 64, bits):016x}", f"{changed(one.detail, 256, 4 * bits):064x}", one.at_s) for one in prints]


def shifted(prints: list[Print], by_s: float) -> list[Print]:
    return [Print(one.mark, one.detail, one.at_s + by_s) for one in prints]


def test_a_re_encoded_copy_is_found_with_its_figures(cast: Cast) -> None:
    first = entered(cast, cast.lincuo, film(1, 40), kind="video")
    copy = entered(cast, cast.yangjin, re_encoded(film(1, 40)), kind="video")
    (found,) = likenesses()
    assert (found.newer_id, found.older_id, found.how) == (*sorted((copy.id, first.id), reverse=True), "film")
    assert (found.similarity, found.matched, found.frames, found.newer_at_ms, found.older_at_ms) == (100, 40, 40, 1000, 1000)


def test_a_copy_of_which_a_third_of_the_frames_cannot_be_found_is_found(cast: Cast) -> None:
    entered(cast, cast.lincuo, film(1, 40), kind="video")
    entered(cast, cast.yangjin, re_encoded(film(1, 40), bits=6), kind="video")
    (found,) = likenesses()
    assert (found.matched, found.similarity) == (27, 67)


def test_a_trimmed_copy_is_found_and_where_it_begins(cast: Cast) -> None:
    first = entered(cast, cast.lincuo, film(1, 60), kind="video")
    copy = entered(cast, cast.yangjin, re_encoded(film(1, 20, first=30)), kind="video")
    (found,) = likenesses()
    assert (found.similarity, found.matched, found.frames) == (100, 20, 20)
    begins = {found.newer_id: found.newer_at_ms, found.older_id: found.older_at_ms}
    assert begins == {copy.id: 1000, first.id: 61_000}


def test_a_fifth_of_the_shorter_is_enough_and_less_is_not(cast: Cast) -> None:
    entered(cast, cast.lincuo, film(1, 50), kind="video")
    entered(cast, cast.yangjin, [*shifted(film(2, 41), 18.0), *film(1, 9)], kind="video")
    assert pairs() == set()
    entered(cast, cast.yangjin, [*shifted(film(3, 40), 20.0), *film(1, 10)], kind="video")
    assert [(one.matched, one.frames, one.similarity) for one in likenesses()] == [(10, 50, 20)]


def test_a_title_card_makes_no_likeness(cast: Cast) -> None:
    card = film(9, 3)
    entered(cast, cast.lincuo, [*card, *shifted(film(1, 40), 6.0)], kind="video")
    entered(cast, cast.yangjin, [*card, *shifted(film(2, 40), 6.0)], kind="video")
    assert pairs() == set()


def test_a_still_picture_in_one_film_matches_one_frame_of_another(cast: Cast) -> None:
    still = film(5, 1)[0]
    entered(cast, cast.lincuo, [Print(still.mark, still.detail, 1.0 + 2 * n) for n in range(20)], kind="video")
    entered(cast, cast.yangjin, [still, *shifted(film(2, 10), 2.0)], kind="video")
    assert pairs() == set()


def test_the_studios_prints_of_a_smaller_re_encoded_copy_are_alike_and_of_another_film_are_not(cast: Cast) -> None:
    original = filmed("original", *source("mandelbrot=s=320x180:r=10:end_scale=0.3:end_pts=70"))
    smaller = filmed("smaller", "-i", str(made.FOLDER / "radar-original.mp4"), "-vf", "scale=160:90,eq=brightness=0.05", "-crf", "36")
    another = filmed("another", *source("life=s=320x180:r=10:mold=10:ratio=0.1:seed=7:death_color=#C83232:life_color=#00ff00"))
    assert [len(one) for one in (original, smaller, another)] == [3, 3, 3]
    first, copy = entered(cast, cast.lincuo, original, kind="video"), entered(cast, cast.yangjin, smaller, kind="video")
    entered(cast, cast.yangjin, another, kind="video")
    (found,) = likenesses()
    assert {found.newer_id, found.older_id} == {first.id, copy.id}
    assert (found.how, found.matched, found.frames) == ("film", 3, 3)


def test_a_film_and_a_photograph_are_not_compared(cast: Cast) -> None:
    frame = film(1, 1)[0]
    entered(cast, cast.lincuo, film(1, 10), kind="video")
    entered(cast, cast.yangjin, [Print(frame.mark, frame.detail)])
    assert pairs() == set()


@pytest.mark.parametrize(("matching", "stretch"), [
    ([], (0, 0, 0)),
    ([(n * STEP, n * STEP) for n in range(5)], (5, 0, 0)),
    ([(n * STEP, n * STEP + 30_000) for n in range(5)], (5, 0, 30_000)),
    ([(n * STEP, n * STEP + 30_000 + (-1) ** n * 4_000) for n in range(6)], (6, 0, 34_000)),
    ([(n * STEP, 100_000 - n * STEP) for n in range(20, 26)], (3, 46_000, 54_000)),      # backwards
    ([(0, n * STEP) for n in range(5)], (1, 0, 0)),
    ([*((n * STEP, n * STEP) for n in range(3)), *((n * STEP, n * STEP + 60_000) for n in range(10, 16))], (6, 20_000, 80_000)),
])
def test_the_longest_stretch_is_at_one_shift(matching: list[tuple[int, int]], stretch: tuple[int, int, int]) -> None:
    assert alignment.longest_stretch(matching) == alignment.Stretch(*stretch)


@pytest.mark.parametrize(("frames", "needed"), [(1, 3), (10, 3), (15, 3), (16, 4), (240, 48)])
def test_how_many_frames_must_match(frames: int, needed: int) -> None:
    assert alignment.needed(frames) == needed

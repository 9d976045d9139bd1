"""Everything that can go wrong is catalogued once: codes unique and stable, words in Chinese."""
import re
from collections import Counter

from models.problems import Problem, catalogue
from server.documents import DOCS, problems_page

CHINESE = re.compile(r"[\u4e00-\u9fff]")
STATUSES = {401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503}


def test_no_two_problems_share_a_code() -> None:
    assert [code for code, times in Counter(kind.code for kind in catalogue()).items() if times > 1] == []


def test_every_problem_has_a_status_of_the_house_and_words_in_chinese() -> None:
    wanting = [kind.code for kind in catalogue() if kind.status not in STATUSES or not CHINESE.search(kind.title)
               or not CHINESE.search(re.sub(r"{\w+}", "话", kind.says))]
    assert wanting == []


def test_a_code_is_a_dotted_lower_case_word() -> None:
    assert [kind.code for kind in catalogue() if not re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", kind.code)] == []


def test_a_fact_that_was_not_given_leaves_no_braces() -> None:
    assert [kind.code for kind in catalogue() if re.search("[{}]", kind().detail)] == []


def test_the_list_of_problems_is_fresh_and_no_code_ever_left_it() -> None:
    """The file is committed, so a code that changes is a line removed in review: codes are the contract."""
    assert (DOCS / "problems.md").read_text(encoding="utf-8") == problems_page(), "python -m server problems > docs/problems.md"


def test_a_problem_carries_its_facts_and_says_them() -> None:
    problem: Problem = next(kind for kind in catalogue() if kind.code == "file.too_large")(size=5, limit=3)
    assert (problem.status, problem.context) == (413, {"size": 5, "limit": 3})
    assert "5 字节" in problem.detail

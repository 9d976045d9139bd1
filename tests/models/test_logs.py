"""Log lines of a process: gathered, in order, at once where something is wrong, none lost at an ordinary end."""
import subprocess
import sys
import textwrap

PROLOGUE = "import logging, os, sys, time; from models.logs import log_to_stderr; log_to_stderr(); log = logging.getLogger('wangju.test')\n"


def said(script: str) -> list[str]:
    """What a process of its own wrote to stderr: the messages."""
    command = [sys.executable, "-c", PROLOGUE + textwrap.dedent(script)]
    lines = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False).stderr.splitlines()
    assert all(line.startswith("time=") for line in lines), lines
    return [line.split("logger=wangju.test ", 1)[1] for line in lines]


def test_what_was_said_is_written_when_the_process_ends() -> None:
    assert said("for n in range(3): log.info('n=%d', n)") == ["n=0", "n=1", "n=2"]


def test_it_does_not_wait_for_the_end() -> None:
    assert said("log.info('one'); time.sleep(0.5); os._exit(0)") == ["one"]


def test_a_warning_is_written_at_once_and_in_order() -> None:
    assert said("log.info('before'); log.warning('wrong'); os._exit(0)") == ["before", "wrong"]


def test_a_forked_child_writes_its_own_lines_and_none_of_its_parents() -> None:
    assert sorted(said("""
        log.info('parent')
        if os.fork() == 0:
            log.info('child')
            time.sleep(0.5)
            os._exit(0)
        os.wait()
    """)) == ["child", "parent"]

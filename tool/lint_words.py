#!/usr/bin/env python3
"""Fails for turns of phrase in tool/words.txt: tool/lint_words.py FILE...

Comments that run over several lines are read as one sentence. A line whose text must stay, as in a test that quotes,
is passed over when it has the words "lint_words: quoted" on it.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
LEADER = re.compile(r"^\s*(?:/\*+|\*+/?|//+|#+(?!include|define|if|else|end)|<!--|[-*] )?\s*")


def turns():
    for line in (HERE / "words.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern, better = line.split("\t")
            yield re.compile(pattern), better


def flattened(text):
    """The text with each paragraph joined into one line, and the offset at which each original line begins."""
    flat, starts = "", []
    for line in text.split("\n"):
        starts.append(len(flat))
        bare = "" if "lint_words: quoted" in line else LEADER.sub("", line)
        # An empty line and a line of code end a paragraph; "^" of a pattern is the beginning of a sentence.
        flat += (bare.replace("*/", "") + " ") if bare else "\n"
    return re.sub(r"(?<=[.:;!?]) (?=[A-Z])", "\n", flat), starts


def main(paths):
    bad = 0
    patterns = [(re.compile(pattern.pattern, re.M), better) for pattern, better in turns()]
    for path in paths:
        if pathlib.Path(path).name == "words.txt":
            continue
        flat, starts = flattened(pathlib.Path(path).read_text(encoding="utf-8"))
        for pattern, better in patterns:
            for found in pattern.finditer(flat):
                line = sum(start <= found.start() for start in starts)
                print(f'{path}:{line}: "{found.group(0).strip()}": write {better}')
                bad = 1
    return bad


sys.exit(main(sys.argv[1:]))

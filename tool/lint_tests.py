#!/usr/bin/env python3
"""Checks the names of unit tests: tool/lint_tests.py

test/FLOOR/test_ROOM.c or test_ROOM_SUBJECT.c tests a room of src/FLOOR/, and its functions are named test_ROOM_CLAIM
after a room of that floor. Every test that a contract or a document names exists; test_ROOM_* names all of a room.
"""
import pathlib
import re
import sys

complaints, defined, count = [], set(), 0
for path in sorted(pathlib.Path("test").glob("*/**/test_*.c")):
    floor = path.parts[1]
    rooms = {floor} | {room.stem for room in pathlib.Path("src", floor).rglob("*.[chS]")}
    # A file shows its subject behind the room; a test its claim.
    prefixes = tuple(f"test_{room}_" for room in rooms)
    if not f"{path.stem}_".startswith(prefixes):
        complaints.append(f"{path}: src/{floor}/ has no room of this name")
    tests = re.findall(r"^(?:static void )?(test_\w+)\(void \*\*", path.read_text(encoding="utf-8"), re.M)
    complaints += [f"{path}: {test} names no room of src/{floor}/" for test in tests if not test.startswith(prefixes)]
    defined |= {path.stem, *tests}
    count += len(tests)

readers = [*pathlib.Path("src").rglob("*.[ch]"), *pathlib.Path("docs").rglob("*.md"), *pathlib.Path().glob("*.md")]
for path in sorted(readers):
    for name, star in re.findall(r"(?<![/\w])(test_[a-z0-9_]+)(\*?)", path.read_text(encoding="utf-8")):
        if name not in defined and not (star and any(test.startswith(name) for test in defined)):
            complaints.append(f"{path}: there is no test {name}{star}")
print("\n".join(complaints) if complaints else f"{count} unit tests have the names of their rooms")
sys.exit(bool(complaints))

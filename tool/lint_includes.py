#!/usr/bin/env python3
"""Fails for files that use a name and do not include the header that declares it.

    tool/lint_includes.py [--add] FLOOR...

A source may rely on the includes of its own header, but on no other indirect include. Names of this project are read
from the headers in src/; of the standard headers those listed below are checked. --add adds the missing lines.
"""
import glob
import re
import sys

STANDARD = {
    "assert.h": r"assert|static_assert",
    "ctype.h": r"isalpha|isdigit|isalnum|isspace|isupper|islower|isxdigit|ispunct|tolower|toupper",
    "errno.h": r"errno|E(?:INVAL|AGAIN|INTR|NOENT|EXIST|PIPE|ACCES|NOMEM|RANGE|ADDRINUSE|WOULDBLOCK|MFILE|NFILE|CONNRESET)",
    "float.h": r"DBL_(?:MAX|MIN|EPSILON|DIG|DECIMAL_DIG)",
    "inttypes.h": r"PRI[diuxX](?:8|16|32|64|MAX)|SCN[diux](?:8|16|32|64)|strtoimax|strtoumax",
    "limits.h": r"(?:U?INT|U?LONG|U?LLONG|U?SHRT|U?CHAR|SCHAR)_MAX|(?:INT|LONG|LLONG)_MIN|CHAR_BIT|PATH_MAX|NAME_MAX",
    "math.h": r"(?:a?(?:sin|cos|tan)|atan2|sqrt|fabs|floor|ceil|round|lround|llround|trunc|fmod|remainder|hypot|cbrt|pow|exp|log|log2|log10|fmin|fmax|isnan|isfinite|isinf|signbit|copysign|nextafter|ldexp|frexp|modf)(?=\()|NAN|INFINITY|HUGE_VAL|M_PI",
    "signal.h": r"SIG(?:INT|TERM|HUP|PIPE|USR1|WINCH|QUIT|TSTP|CONT)|sigaction|sigemptyset|sig_atomic_t",
    "stdarg.h": r"va_(?:list|start|end|arg|copy)",
    "stdatomic.h": r"atomic_\w+|memory_order_\w+",
    "stdbool.h": r"bool|true|false",
    "stddef.h": r"size_t|ptrdiff_t|NULL|offsetof|max_align_t",
    "stdint.h": r"u?int(?:8|16|32|64|ptr|max)_t|U?INT(?:8|16|32|64|PTR|MAX)_(?:MAX|MIN|C)|SIZE_MAX",
    "stdio.h": r"FILE|EOF|stdin|stdout|stderr|v?[fs]?n?printf(?=\()|fopen|fdopen|fclose|fread|fwrite|fgets|fgetc|fputs|fputc|puts|putchar|fflush|getline|perror|sscanf|fileno|setvbuf|ferror|feof",
    "stdlib.h": r"(?:malloc|calloc|realloc|reallocarray|free|exit|abort|qsort|bsearch|strtod|strtol|strtoul|strtoll|strtoull|atoi|atof|getenv|setenv|unsetenv|abs|labs|llabs|mkstemp|mkdtemp|realpath|rand|atexit)(?=\()|EXIT_(?:SUCCESS|FAILURE)",
    "string.h": r"mem(?:cpy|move|set|cmp|chr|rchr|mem)|str(?:len|nlen|cmp|ncmp|chr|rchr|str|spn|cspn|pbrk|dup|ndup|error|cpy|cat|tok_r|chrnul|sep)|stpcpy",
    "strings.h": r"strn?casecmp",
    "sys/stat.h": r"struct stat|S_IS(?:REG|DIR|LNK|CHR|FIFO)|fstat|lstat|mkdir|chmod|fchmod|umask",
    "time.h": r"struct timespec|struct tm|time_t|clock_gettime|CLOCK_(?:REALTIME|MONOTONIC)|nanosleep|gmtime_r|localtime_r|strftime",
    "unistd.h": r"(?:isatty|read|write|close|unlink|getpid|fsync|lseek|dup2|fork|execv\w*|pipe|access|ftruncate|usleep|sysconf|geteuid|getuid|rmdir)(?=\()|STD(?:IN|OUT|ERR)_FILENO",
}
# What one of these headers promises to bring along, by the C or POSIX standard.
ALSO = {
    "stddef.h": {"stdlib.h", "stdio.h", "string.h", "time.h", "unistd.h"},
    "stdint.h": {"inttypes.h"},
    "stdbool.h": set(),
}


def code_of(path):
    """The text without comments and the insides of strings."""
    text = open(path, encoding="utf-8").read()
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'',
                  lambda m: m.group(0) if m.group(0).startswith('"') and is_include(text, m.start()) else " ",
                  text, flags=re.S)


def is_include(text, at):
    start = text.rfind("\n", 0, at) + 1
    return text.startswith("#include", start)


def includes_of(code):
    return set(re.findall(r'^#include ["<]([^">]+)[">]', code, re.M))


def declared(code):
    """Names that a header of this project declares: types with a body, enumerators, macros, functions, data."""
    names = {"%s %s" % m for m in re.findall(r"^(struct|enum|union) (\w+)\s*\{", code, re.M)}
    for body in re.findall(r"^enum \w*\s*\{([^}]*)\}", code, re.M):
        names |= set(re.findall(r"(?:^|,)\s*([A-Z]\w+)\s*(?==|,|$)", body))
    names |= set(re.findall(r"^#define (\w+)", code, re.M))
    names |= set(re.findall(r"^typedef [^;]*?\(\*(\w+)\)", code, re.M))
    flat = re.sub(r"\{[^{}]*\}", "{}", code)
    names |= set(re.findall(r"^(?!#|typedef|return)[a-z][\w \*]*?\b([a-z]\w+)\([^;{]*\)[^;{}]*[;{]", flat, re.M))
    names |= set(re.findall(r"^extern [^;(]*?\b(\w+)(?:\[[^;]*)?;", flat, re.M))
    return {name for name in names if not name.endswith("_H")}


def missing_from(path, headers, home):
    """The headers that a file has to include and does not, each with the names it needs them for."""
    code = headers.get(path[4:]) or code_of(path)
    own = re.sub(r"\.c$", ".h", path[4:])
    has = includes_of(code) | {path[4:]}
    if path.endswith(".c"):
        has |= includes_of(headers.get(own, "")) | {own}
    body = re.sub(r"^#include.*$", "", code, flags=re.M)
    missing = {}
    for header, names in STANDARD.items():
        found = sorted(set(re.findall(r"(?<![\w.>])(?:%s)(?!\w)" % names, body)))
        if found and header not in has and not ALSO.get(header, set()) & has:
            missing[header] = found
    words = set(re.findall(r"\b(?:struct|enum|union) \w+", body)) | set(re.findall(r"\b\w+\b", body))
    for name in sorted(words & home.keys()):
        # A type that is only pointed at may be declared in advance, here or in a header that is included.
        in_advance = re.compile(r"^%s;" % re.escape(name), re.M)
        is_declared = any(in_advance.search(text) for text in [body] + [headers.get(header, "") for header in has])
        if not home[name] & has and not is_declared:
            missing.setdefault(min(home[name]), []).append(name)
    return missing


def add(path, missing):
    lines = open(path, encoding="utf-8").read().split("\n")
    for is_standard in (False, True):
        new = [f"#include <{h}>" if is_standard else f'#include "{h}"' for h in missing if (h in STANDARD) == is_standard]
        if not new:
            continue
        mark = '#include "'[:9] + ("<" if is_standard else '"')
        own = f'#include "{path[4:-2]}.h"'
        at = [i for i, line in enumerate(lines) if line.startswith(mark) and line != own and '"gen/' not in line]
        if at:
            lines[at[-1]:at[-1] + 1] = sorted([lines[at[-1]]] + new)
            continue
        before = [i for i, line in enumerate(lines) if line.startswith("#include ") and (is_standard or line == own)]
        if not before:
            before = [i for i, line in enumerate(lines) if re.match(r"#define \w+_H$", line)]
        if before:
            lines[before[-1] + 1:before[-1] + 1] = [""] + sorted(new)
        else:  # a source without includes: after the comment that opens it
            end = next(i for i, line in enumerate(lines) if line.endswith("*/"))
            lines[end + 1:end + 1] = sorted(new) + ([""] if lines[end + 1] else [])
    open(path, "w", encoding="utf-8").write("\n".join(lines))


def read_headers():
    headers = {path[4:]: code_of(path) for path in glob.glob("src/**/*.h", recursive=True)}
    home = {}
    for header, code in headers.items():
        for name in declared(code):
            home.setdefault(name, set()).add(header)
    return headers, home


def main(arguments):
    is_adding = arguments[:1] == ["--add"]
    floors = arguments[1:] if is_adding else arguments
    bad = 0
    for kind in "hc":  # headers first: a source relies on what its own header includes
        headers, home = read_headers()
        for path in sorted(path for floor in floors for path in glob.glob(f"src/{floor}/**/*.{kind}", recursive=True)):
            missing = missing_from(path, headers, home)
            if missing and is_adding:
                add(path, missing)
            elif missing:
                bad = 1
                for header in sorted(missing):
                    print(f"{path}: include {header} for {', '.join(missing[header])}")
    return bad


sys.exit(main(sys.argv[1:]))

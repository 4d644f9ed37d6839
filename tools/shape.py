"""How is the house growing? Measures the tree; `tests/arch/test_shape.py` holds the budgets."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
DOORS = {"rules", "reads", "writes", "audiences"}  # their public functions carry a sentence
TEMPLATE_LINK = re.compile(r"{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    path: Path  #: from the root
    text: str
    tree: ast.Module

    @property
    def length(self) -> int:
        return len(self.text.splitlines())

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def named(self, function: Function) -> str:
        return f"{self.path}:{function.lineno} {function.name}"


def read(path: Path, root: Path = ROOT) -> Module:
    """Return one parsed file."""
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(root), text, ast.parse(text))


@cache
def modules(folder: str = "nuan") -> tuple[Module, ...]:
    """Return every written module of a folder; empty files and migrations aside."""
    found = (read(path) for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)
    return tuple(module for module in found if module.text.strip())


def length(function: Function) -> int:
    """Return a function's lines, from `def` to its end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def share(values: Iterable[int], part: float) -> int:
    """Return the value that `part` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0


def function_lengths() -> list[int]:
    """Return the lengths of all functions of the product."""
    return [length(function) for module in modules() for function in module.functions()]


def comment_share() -> float:
    """Return comment lines per hundred written lines."""
    comments = written = 0
    for module in modules():
        written += sum(1 for line in module.text.splitlines() if line.strip())
        tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
        comments += len({token.start[0] for token in tokens if token.type == tokenize.COMMENT})
    return 100 * comments / written


def is_annotated(function: Function) -> bool:
    """Test if a function says what it takes and what it gives."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    return function.returns is not None and all(
        arg.annotation for arg in named if arg.arg not in {"self", "cls"}
    )


def unannotated() -> list[str]:
    """Return functions that leave a type unsaid."""
    return [m.named(f) for m in modules() for f in m.functions() if not is_annotated(f)]


def is_door(module: Module) -> bool:
    """Test if a module is a rule, read, write or audience, or part of such a folder."""
    return module.path.stem in DOORS or module.path.parent.name in DOORS


def without_sentence() -> list[str]:
    """Return public rules, reads, writes and audiences that carry no sentence."""
    doors = ((m, node) for m in modules() if is_door(m) for node in m.tree.body if isinstance(node, Function))
    return [m.named(f) for m, f in doors if not f.name.startswith("_") and not ast.get_docstring(f)]


def deferred_imports() -> list[str]:
    """Return functions that import inside, `ready()` aside."""
    return [
        module.named(function)
        for module in modules()
        for function in module.functions()
        if function.name != "ready"
        and any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]


def long_views(limit: int) -> list[str]:
    """Return functions of the faces' views that are longer than `limit` lines."""
    faces = [
        m for m in modules() if m.path.parts[1] == "web" and "views" in (m.path.stem, m.path.parent.name)
    ]
    return [m.named(f) for m in faces for f in m.functions() if length(f) > limit]


def cycle() -> Sequence[str]:
    """Return modules that import one another in a ring; empty is what we want."""
    graph = grimp.build_graph("nuan", cache_dir=None)
    sorter = TopologicalSorter({m: graph.find_modules_directly_imported_by(m) for m in graph.modules})
    try:
        sorter.prepare()
    except CycleError as ring:
        return [str(module) for module in ring.args[1]]
    return []


def test_ratio() -> float:
    """Return lines of tests per line of the product."""
    return sum(m.length for m in modules("tests")) / sum(m.length for m in modules())


def template_depth() -> tuple[int, str]:
    """Return the longest chain of templates that extend or include one another, and where it starts."""
    folder = ROOT / "nuan" / "web" / "templates"
    links = {
        str(path.relative_to(folder)): TEMPLATE_LINK.findall(path.read_text(encoding="utf-8"))
        for path in folder.rglob("*.html")
    }

    def depth(name: str, above: tuple[str, ...] = ()) -> int:
        below = [link for link in links.get(name, []) if link not in above]
        return 1 + max((depth(link, (*above, name)) for link in below), default=0)

    return max(((depth(name), name) for name in links), default=(0, ""))


def report() -> Iterator[str]:
    """Return the lines that `make shape` prints."""
    sizes, lengths = [module.length for module in modules()], function_lengths()
    functions = max(1, len(lengths))
    yield f"modules    {len(sizes):5}   median {share(sizes, 0.5):3}  p90 {share(sizes, 0.9):3}  max {max(sizes):3}"
    yield f"functions  {functions:5}   median {share(lengths, 0.5):3}  p90 {share(lengths, 0.9):3}  max {max(lengths):3}"
    yield f"lines      {sum(sizes):5}   comments {comment_share():.1f} %  tests per line {test_ratio():.2f}"
    yield f"annotated  {100 - 100 * len(unannotated()) / functions:5.1f} %"
    yield f"cycle      {' → '.join(cycle()) or 'none'}"
    deepest, where = template_depth()
    yield f"templates  deepest {deepest} {where}"
    for module in sorted(modules(), key=lambda m: -m.length)[:5]:
        yield f"  {module.length:4} {module.path}"


if __name__ == "__main__":
    print(*report(), sep="\n")

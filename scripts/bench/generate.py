"""Make a project of any size out of the reference curriculum: `python3 scripts/bench/generate.py --modules 1000 --uit MAP`.

Modules, self-tests and assignments are made from the real ones under new ids: three lessons of about 550 words, four
outcomes, six questions, as a curriculum of a thousand modules would have; ``--heel`` keeps them whole, which is three times
as much. The glossary is the real one, filled up to ``--begrippen`` with made-up compounds that are sprinkled through the
lessons, so that linking has as much to do as in a curriculum with that many terms. In each copy other words change places, line by
line, so that hardly a sentence stands there twice and nothing is measured too fast that remembers texts. With fewer modules than there really are,
links between them would lead nowhere; then it is the site that ``kwartier start`` makes, its one module copied. The same
arguments give the same files.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
from datetime import date
from functools import partial
from pathlib import Path

import yaml

from kwartier.newsite import Choices, site_files

ROOT = Path(__file__).resolve().parents[2]
FIRST = [
    "buurt",
    "wijk",
    "zorg",
    "leer",
    "kracht",
    "netwerk",
    "dorp",
    "huis",
    "straat",
    "team",
    "groei",
    "kans",
    "steun",
    "plan",
    "veld",
    "kring",
    "werk",
    "samen",
    "basis",
    "jeugd",
]
SECOND = [
    "raad",
    "kaart",
    "coach",
    "huis",
    "gesprek",
    "proef",
    "kompas",
    "atelier",
    "lab",
    "akkoord",
    "spiegel",
    "ronde",
    "punt",
    "tafel",
    "pad",
    "brug",
    "lijn",
    "maat",
    "spoor",
    "anker",
]
LAST = ["aanpak", "methode", "traject", "overleg", "beleid", "profiel", "model", "praktijk", "vraag", "regie"]


def made_up_terms(count: int) -> list[str]:
    """``count`` compounds that are no Dutch words but look like them."""
    words = [a + b + c for a in FIRST for b in SECOND for c in LAST]
    random.Random(1).shuffle(words)
    return words[:count]


def whole_module(source: Path) -> dict[str, str]:
    """The files of a module as they are, by name."""
    files = sorted(path for path in source.rglob("*") if path.suffix in {".md", ".yml"})
    return {path.relative_to(source).as_posix(): path.read_text(encoding="utf-8") for path in files}


def short_module(source: Path) -> dict[str, str]:
    """A module cut to three lessons of 550 words, their outcomes, and six questions."""
    files = whole_module(source)
    module = yaml.load(files["module.yml"], Loader=yaml.CBaseLoader)
    lessons = module["lessen"][:3]
    module.pop("docent", None)
    module["toetsing"].pop("docent", None)
    for lesson in lessons:
        lesson.pop("docent", None)
        lesson["programma"] = [
            {**part, **({"tekst": first_sentence(part["tekst"])} if "tekst" in part else {})}
            for part in lesson.get("programma", [])
            if part["werkvorm"] != "pauze" and not part.pop("docent", None)
        ]
        lesson.pop("duur", None)
    kept = list(dict.fromkeys(one for lesson in lessons for one in lesson["leeruitkomsten"]))[:4]
    for lesson in lessons:
        lesson["leeruitkomsten"] = [one for one in lesson["leeruitkomsten"] if one in kept] or kept[:1]
        for part in lesson.get("programma", []):
            if "leeruitkomsten" in part:
                part["leeruitkomsten"] = [one for one in part["leeruitkomsten"] if one in kept]
    module["lessen"] = lessons
    module["leeruitkomsten"] = [
        {**one, "taxonomie": "begrijpen"}  # what is left of a lesson may not come further
        for one in module["leeruitkomsten"]
        if one["id"] in kept
    ]
    module["toetsing"]["criteria"] = [one for one in module["toetsing"]["criteria"] if one["leeruitkomst"] in kept]
    for one in module["toetsing"]["criteria"]:
        one["niveaus"] = {key: first_sentence(text) for key, text in one["niveaus"].items()}
    questions = yaml.load(files["zelftoets.yml"], Loader=yaml.CBaseLoader)
    questions = [one for one in questions if one.get("leeruitkomst", kept[0]) in kept][:6]
    minutes = sum(int(part["minuten"]) for lesson in lessons for part in lesson["programma"])
    homework = sum(float(lesson["huiswerk"]["uren"]) for lesson in lessons if "huiswerk" in lesson)
    module["studielast"] = str(round(minutes / 60 + homework + float(module["toetsing"].get("uren", 0))))
    dump = partial(yaml.dump, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110)
    result = {"module.yml": dump(module), "zelftoets.yml": dump(questions)}
    result[module["toetsing"]["opdracht"]] = files[module["toetsing"]["opdracht"]]
    for lesson in lessons:
        result[lesson["tekst"]] = first_words(files[lesson["tekst"]], 550)
    return result


def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    return re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]


def first_words(text: str, count: int) -> str:
    """The first paragraphs of a text up to about ``count`` words; an open block is closed."""
    kept: list[str] = []
    for paragraph in text.split("\n\n"):
        if sum(len(one.split()) for one in kept) >= count:
            break
        kept.append(paragraph)
    open_blocks: list[str] = []
    for line in "\n\n".join(kept).split("\n"):
        if re.fullmatch(r"/{3,}\s+\S.*", line):
            open_blocks.append(line.split()[0])
        elif re.fullmatch(r"/{3,}\s*", line) and open_blocks:
            open_blocks.pop()
    return "\n\n".join([*kept, *reversed(open_blocks)]) + "\n"


def long_lesson(text: str, count: int) -> str:
    """A text filled up to about ``count`` words with paragraphs of the real lessons that lead nowhere."""
    kept = [text.strip(), "## Verder"]
    for lesson in sorted((ROOT / "modules").glob("*/lessen/*.md")):
        for paragraph in lesson.read_text(encoding="utf-8").split("\n\n"):
            if sum(len(one.split()) for one in kept) >= count:
                return "\n\n".join(kept) + "\n"
            if paragraph[:1].isalpha() and not re.search(r"\{|\]|^///", paragraph, re.MULTILINE):
                kept.append(paragraph)
    return "\n\n".join(kept) + "\n"


def begin_small(target: Path) -> dict[str, dict[str, str]]:
    """Write the site that ``kwartier start`` makes; its module, with a lesson of the usual length."""
    site = site_files(Choices("Proef", "Werkplaats", opslag="werkplaats/proef"), date(2026, 1, 1))
    for name, text in site.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(text, encoding="utf-8")
    files = whole_module(target / "modules" / "kennismaken")
    return {
        "kennismaken": {name: long_lesson(text, 550) if "lessen/" in name else text for name, text in files.items()}
    }


def begin_large(target: Path, whole: bool) -> dict[str, dict[str, str]]:
    """Write all of the reference curriculum but its modules; these, by name."""
    shutil.copytree(ROOT / "docs", target / "docs", ignore=shutil.ignore_patterns("schemas"))
    shutil.copytree(ROOT / "glossary", target / "glossary")
    shutil.copy(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    shutil.copytree(ROOT / "modules" / "leerroutes", target / "modules" / "leerroutes")
    for route in (target / "modules" / "leerroutes").glob("*.yml"):
        if not whole and re.search(r"^\s+lessen:", route.read_text(encoding="utf-8"), re.MULTILINE):
            route.unlink()  # it chooses lessons that a cut module does not have
    return {
        path.parent.name: whole_module(path.parent) if whole else short_module(path.parent) for path in real_modules()
    }


def other_order(text: str, draw: random.Random) -> str:
    """The text with, in each line of words, some that stand beside each other in the other order; as long, and no word is new."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if len(line) < 50 or line.startswith(_NO_WORDS):
            continue
        pairs = list(_PAIR.finditer(_NO_TEXT.sub(lambda part: "0" * len(part[0]), line)))
        for pair in sorted(draw.sample(pairs, -(-len(pairs) // 8)), key=lambda one: -one.start()):
            lines[number] = line = f"{line[: pair.start()]}{pair[2]} {pair[1]}{line[pair.end() :]}"
    return "\n".join(lines)


_NO_WORDS = ("#", "/", "<", "[^")
_NO_TEXT = re.compile(r"\{\{.*?\}\}|`[^`]*`|\]\([^)]*\)|\[\[.*?\]\]")
_PAIR = re.compile(r"(?<= )([a-zà-ÿ]{2,}) ([a-zà-ÿ]{2,})(?=[ ,.])")


def real_modules() -> list[Path]:
    """The modules of the reference curriculum."""
    return sorted((ROOT / "modules").glob("*/module.yml"))


def generate(target: Path, modules: int, terms: int, whole: bool = False) -> None:
    """Write the project to ``target``, which must not exist; it never has fewer terms than what it is made from."""
    small = modules < len(real_modules())
    parts = begin_small(target) if small else begin_large(target, whole)
    glossary = target / "glossary" / "begrippen"
    extra = made_up_terms(max(0, terms - len(list(glossary.glob("*.yml")))))
    for word in extra:
        text = (
            f"term: {word}\nvormen: [{word}s, {word}en]\ndefinitie: Een verzonnen woord voor de proef met {word[:5]}.\n"
        )
        (glossary / f"{word}.yml").write_text(text, encoding="utf-8")
    draw = random.Random(2)
    slugs = list(parts)
    for number in range(modules):
        slug, copy = slugs[number % len(slugs)], number // len(slugs)
        folder = target / "modules" / (f"{slug}-{copy}" if copy else slug)
        for name, text in parts[slug].items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if name == "module.yml" and copy:
                text = re.sub(r"^(\s+modules): \[[^\]]*\]", r"\1: []", text, flags=re.MULTILINE)
            if copy:
                text = other_order(text, draw)
            if extra and name.startswith("lessen/"):
                text += (
                    "\n\n## Proef\n\n" + " ".join(f"Denk ook aan een {draw.choice(extra)}." for _ in range(6)) + "\n"
                )
            place.write_text(text, encoding="utf-8")


def main() -> None:
    """Read the arguments and write the project."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=int, default=1000)
    parser.add_argument("--begrippen", type=int, default=1000)
    parser.add_argument("--heel", action="store_true", help="keep the modules whole")
    parser.add_argument("--uit", type=Path, required=True)
    arguments = parser.parse_args()
    shutil.rmtree(arguments.uit, ignore_errors=True)
    generate(arguments.uit, arguments.modules, arguments.begrippen, arguments.heel)
    files = [path for path in arguments.uit.rglob("*") if path.is_file()]
    print(f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB in {arguments.uit}")


if __name__ == "__main__":
    main()

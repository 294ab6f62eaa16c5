"""The report as blocks, from its title to its annex, in one language. Every sentence is computed or explains."""

from campanello.evaluation.registry import FIGURES
from campanello.evaluation.report import annex, distributions, findings, overview, quality
from campanello.evaluation.report.blocks import Block, Bullets, Paragraph, Report, Section
from campanello.evaluation.report.wording import Wording, wording
from campanello.evaluation.result import Evaluation

EFFECTIVENESS = "plan_status"


def content(evaluation: Evaluation, language: str) -> Report:
    """The whole report of an evaluation."""
    words = wording(language)
    body = _body(evaluation, words)
    return Report(
        language=language,
        made_at=evaluation.generated_at,
        title=words.gettext("Evaluation of the integrated projects"),
        subtitle=words.gettext(
            "Social management of public housing neighbourhoods: who was reached, and with what result"
        ),
        details=overview.details(evaluation, words),
        facts=overview.facts(evaluation, words),
        sections=(_summary(evaluation, body, words), *body),
        labels=_labels(words),
    )


def _labels(words: Wording) -> dict[str, str]:
    """The words of the furniture around the content."""
    return {
        "contents": words.gettext("Contents"),
        "page": words.gettext("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "to_top": words.gettext("Back to the top"),
        "skip": words.gettext("Skip to the content"),
        "programme": words.gettext("Evaluation report"),
        "update": words.gettext("Right-click and choose “Update field” for page numbers."),
    }


def _body(evaluation: Evaluation, words: Wording) -> list[Section]:
    before = [code for code in _in_order() if code != EFFECTIVENESS]
    return [
        _reach(evaluation, words),
        *(distributions.figure_section(evaluation, code, words) for code in before),
        _effectiveness(evaluation, words),
        distributions.figure_section(evaluation, EFFECTIVENESS, words),
        _lessons(evaluation, words),
        *([profile] if (profile := distributions.profile_section(evaluation, words)) else []),
        distributions.mean_age_section(evaluation, words),
        _results(evaluation, words),
        *quality.chapter(evaluation, words),
        annex.method(evaluation, words),
        *annex.definitions(evaluation, words),
    ]


def _in_order() -> list[str]:
    """The figures by their number in the sources: 3.2 before 3.10."""
    return sorted(FIGURES, key=lambda code: [int(part) for part in FIGURES[code].number.split(".")])


def _reach(evaluation: Evaluation, words: Wording) -> Section:
    chart = overview.chart_of_overlap(evaluation, words)
    blocks: list[Block] = [
        Paragraph(
            f"{overview.reached(evaluation, words)}. {overview.in_both(evaluation, words)}.", lead=True
        ),
        annex.reading(words),
        overview.table_of_reach(evaluation, words),
    ]
    if cost := overview.cost(evaluation, words):
        blocks.insert(1, Paragraph(cost))
    if chart:
        blocks.append(chart)
    return Section(
        "reach", words.gettext("Whom the programme reached"), tuple(blocks), sheet=words.gettext("Table 3.1")
    )


def _effectiveness(evaluation: Evaluation, words: Wording) -> Section:
    sentences = overview.share_sentences(evaluation, words)
    found = [sentences[code] for code in ("plan_share", "plans.completed_share") if code in sentences]
    if not found:
        found = [words.gettext("There are no plans to look at, or their number cannot be shown")]
    return Section(
        "effectiveness",
        words.gettext("What became of it"),
        tuple(Paragraph(f"{sentence}.", lead=True) for sentence in found),
    )


def _lessons(evaluation: Evaluation, words: Wording) -> Section:
    sentences = overview.share_sentences(evaluation, words)
    vulnerable = sentences.get("vulnerable_share")
    blocks: list[Block] = []
    if vulnerable:
        blocks.append(Paragraph(f"{vulnerable}.", lead=True))
        blocks.append(
            Paragraph(
                words.gettext(
                    "This is a floor: people whose disadvantage is not recorded, or who declined to answer, "
                    "do not count as vulnerable."
                )
            )
        )
    if "partners.non_accredited_share" in sentences:
        blocks.append(Paragraph(f"{sentences['partners.non_accredited_share']}."))
    if not blocks:
        blocks.append(Paragraph(words.gettext("How many people are vulnerable cannot be said.")))
    return Section("lessons", words.gettext("What was learned"), tuple(blocks))


def _results(evaluation: Evaluation, words: Wording) -> Section:
    return Section(
        "results",
        words.gettext("Results in one table"),
        (overview.table_of_results(evaluation, words),),
        level=2,
        sheet=words.gettext("Table 3.2"),
    )


def _summary(evaluation: Evaluation, body: list[Section], words: Wording) -> Section:
    """One page: a finding a section, each leading to it."""
    sentences = overview.share_sentences(evaluation, words)
    items = [
        (f"{overview.reached(evaluation, words)}; {_lower(overview.in_both(evaluation, words))}.", "reach"),
        *((f"{sentence}.", _section_of(code)) for code, sentence in sentences.items()),
    ]
    for code in _in_order():
        if code != EFFECTIVENESS and findings.has_finding(evaluation, code):
            number = FIGURES[code].number.replace(".", "-")
            items.append((f"{findings.headline(evaluation, code, words)}.", f"figure-{number}"))
    items.append((f"{findings.ages(evaluation, words)}.", "figure-3-10"))
    items.append((f"{quality.finding(evaluation, words)}.", "quality"))
    there = {section.id for section in body}
    kept = [(text, section) for text, section in items if section in there]
    bullets = Bullets(tuple(text for text, _section in kept), tuple(section for _text, section in kept))
    return Section("summary", words.gettext("In short"), (bullets,), sheet=words.gettext("In short"))


def _section_of(code: str) -> str:
    return {"plan_share": "effectiveness", "plans.completed_share": "figure-3-9"}.get(code, "lessons")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]

"""The seat cards of a heat as a PDF with cut marks, in both languages."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Response, current_app, url_for

from judging.clock import utc_now
from judging.queries.heats import HeatFacts
from judging.queries.panels import SeatCard, list_seat_cards
from judging.queries.seat_card_papers import SeatCardFacts, SeatCardsPaper, print_seat_cards
from judging.scoring.bilingual import Bilingual
from judging.services.access_records import record_seat_cards
from judging.web.access import current_actor, current_competition, permission
from judging.web.organizer import blueprint
from judging.web.organizer.heats import current_heat
from judging.web.organizer.panels import PATH
from judging.wording.rule_words import group_words


@blueprint.get(f"{PATH}/cards.pdf")
@permission("seat_links.read")
def seat_cards_pdf(competition: str, round_key: str, heat_number: int) -> Response:
    """Send the cards to print and cut; that they were taken out is journalled."""
    heat = current_heat(round_key, heat_number)
    cards = list_seat_cards(heat.panel_id)
    record_seat_cards(current_actor(), utc_now(), heat.id, len(cards))
    content = print_seat_cards(_paper(heat, cards))
    name = f"{competition}-{round_key}-heat-{heat.number}-seat-cards.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)


def _paper(heat: HeatFacts, cards: tuple[SeatCard, ...]) -> SeatCardsPaper:
    """Return everything that the cards say."""
    competition = current_competition()
    return SeatCardsPaper(
        competition=Bilingual(competition.name_zh, competition.name_en or competition.name_zh),
        heat=Bilingual(
            f"{heat.round_name_zh} · {heat.name_zh}",
            f"{heat.round_name_en or heat.round_name_zh} · {heat.name_en or heat.name_zh}",
        ),
        where=" · ".join(part for part in (heat.place, _begins(heat)) if part),
        address=current_app.config["PUBLIC_BASE_URL"].rstrip("/") + url_for("auth.sign_in"),
        day=_day(heat),
        cards=tuple(
            SeatCardFacts(
                card.number,
                group_words(card.group),
                card.person_name,
                card.link,
                card.letters,
                card.pin,
            )
            for card in cards
        ),
    )


def _begins(heat: HeatFacts) -> str:
    """Return when the heat begins, by the hall's clock, as both languages read it."""
    if heat.starts_at is None:
        return ""
    local = heat.starts_at.astimezone(ZoneInfo(current_competition().timezone))
    return local.strftime("%Y-%m-%d %H:%M")


def _day(heat: HeatFacts) -> date:
    """Return the date that the file carries: the heat's, or today's where none is set."""
    zone = ZoneInfo(current_competition().timezone)
    return (heat.starts_at or utc_now()).astimezone(zone).date()
